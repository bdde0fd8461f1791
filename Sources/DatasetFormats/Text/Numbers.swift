import Core
import Glibc

/// Numbers in text files.
enum Numbers {
    /// A decimal number with optional blanks around it; also `nan` and `inf`, which the caller must judge. Nil when other
    /// characters remain.
    static func double(_ text: some StringProtocol) -> Double? {
        var text = String(text)
        return text.withUTF8 { double($0) }
    }

    static func double(_ bytes: UnsafeBufferPointer<UInt8>) -> Double? {
        if let quick = simple(bytes) { return quick }
        let text = String(decoding: bytes, as: UTF8.self)
        let trimmed = text.drop { $0 == " " || $0 == "\t" || $0 == "\n" || $0 == "\r" }
        guard let last = trimmed.lastIndex(where: { !($0 == " " || $0 == "\t" || $0 == "\n" || $0 == "\r") }) else { return nil }
        let core = trimmed[...last]
        guard core.utf8.count < 400, !core.lowercased().hasPrefix("0x") else { return nil }
        return Double(core)
    }

    /// Up to 15 digits without an exponent: exact, because both integer and power of ten are.
    private static func simple(_ bytes: UnsafeBufferPointer<UInt8>) -> Double? {
        var at = 0
        var negative = false
        if at < bytes.count, bytes[at] == UInt8(ascii: "-") {
            negative = true
            at += 1
        }
        var value: Int64 = 0
        var digits = 0
        var decimals = -1
        while at < bytes.count {
            let byte = bytes[at]
            if byte == UInt8(ascii: "."), decimals < 0 {
                decimals = 0
            } else if byte >= 48, byte <= 57 {
                value = value * 10 + Int64(byte - 48)
                digits += 1
                if decimals >= 0 { decimals += 1 }
                if digits > 15 { return nil }
            } else {
                return nil
            }
            at += 1
        }
        guard digits > 0 else { return nil }
        let magnitude = decimals > 0 ? Double(value) / powers[decimals] : Double(value)
        return negative ? -magnitude : magnitude
    }

    private static let powers: [Double] = (0...15).map { pow(10, Double($0)) }

    /// Appends a number with at most `decimals` (0...9) decimals, without trailing zeros.
    static func append(_ value: Double, decimals: Int, to bytes: inout [UInt8]) {
        let scale = powers[decimals]
        guard value.isFinite, abs(value) < 9e15 / scale else {
            bytes.append(contentsOf: (value.isFinite ? value.description : "0").utf8)
            return
        }
        let scaled = Int64((value * scale).rounded())
        if scaled < 0 { bytes.append(UInt8(ascii: "-")) }
        let magnitude = scaled.magnitude
        appendDigits(magnitude / UInt64(scale), minimum: 1, to: &bytes)
        var fraction = magnitude % UInt64(scale)
        guard fraction > 0 else { return }
        var width = decimals
        while fraction % 10 == 0 {
            fraction /= 10
            width -= 1
        }
        bytes.append(UInt8(ascii: "."))
        appendDigits(fraction, minimum: width, to: &bytes)
    }

    /// As `append` writes it.
    static func text(_ value: Double, decimals: Int) -> String {
        var bytes: [UInt8] = []
        append(value, decimals: decimals, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Whole numbers as they come back from a file: without decimals.
    static func json(_ value: Double) -> JSON { Int64(exactly: value).map(JSON.int) ?? .double(value) }

    private static func appendDigits(_ value: UInt64, minimum: Int, to bytes: inout [UInt8]) {
        var reversed: (UInt64, UInt64, UInt64) = (0, 0, 0)
        withUnsafeMutableBytes(of: &reversed) { buffer in
            var at = 24
            var rest = value
            repeat {
                at -= 1
                buffer[at] = 48 + UInt8(truncatingIfNeeded: rest % 10)
                rest /= 10
            } while rest > 0 || 24 - at < minimum
            bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: buffer[at...]))
        }
    }
}
