import Core

/// Cuts the values out of a large JSON file one after the other, so that each can be parsed by itself: memory is bounded by
/// the largest value and not by the file. Nothing is checked but where strings and brackets begin and end; the parser of each
/// value judges the rest.
final class JSONSlicer {
    struct Failure: Error {
        /// Bytes from the start of the file.
        let offset: Int64
        let reason: String
    }

    enum Opening { case array, object, other }

    /// A single value of this size is a mistake or an attack.
    static let valueLimit = 64 << 20

    private let stream: FileStream
    private var buffer = [UInt8](repeating: 0, count: 1 << 16)
    private var start = 0
    private var end = 0
    private(set) var offset: Int64 = 0

    init(_ path: String) throws {
        stream = try FileStream(path)
        fill()
        if end >= 3, buffer[0] == 0xEF, buffer[1] == 0xBB, buffer[2] == 0xBF { skip(3) }
    }

    private func fill() {
        start = 0
        end = buffer.withUnsafeMutableBytes { stream.read(into: $0) }
    }

    private func skip(_ count: Int) {
        start += count
        offset += Int64(count)
    }

    /// The next byte that is no blank; nil at the end.
    private func peek() -> UInt8? {
        while true {
            while start < end, buffer[start] <= 32 { skip(1) }
            if start < end { return buffer[start] }
            fill()
            if end == 0 { return nil }
        }
    }

    private func next() -> UInt8? {
        if start == end { fill() }
        guard end > 0 else { return nil }
        defer { skip(1) }
        return buffer[start]
    }

    private func failure(_ reason: String) -> Failure { Failure(offset: offset, reason: reason) }

    /// Enters the value that comes: an array's elements or an object's members follow.
    func enter() -> Opening {
        switch peek() {
        case UInt8(ascii: "["):
            skip(1)
            return .array
        case UInt8(ascii: "{"):
            skip(1)
            return .object
        default: return .other
        }
    }

    /// Passes over a comma; false when the array or object ends.
    private func more(until bracket: UInt8) throws(Failure) -> Bool {
        if peek() == UInt8(ascii: ",") { skip(1) }
        guard let byte = peek() else { throw failure("the file breaks off") }
        guard byte == bracket else { return true }
        skip(1)
        return false
    }

    /// The next element of the array that was entered; nil after the last.
    func element() throws(Failure) -> [UInt8]? {
        guard try more(until: UInt8(ascii: "]")) else { return nil }
        return try value()
    }

    /// The name of the next member of the object that was entered; nil after the last. Its value comes next.
    func member() throws(Failure) -> String? {
        guard try more(until: UInt8(ascii: "}")) else { return nil }
        let bytes = try value()
        guard case .string(let name)? = try? JSON.parse(bytes), peek() == UInt8(ascii: ":") else { throw failure("it is no JSON") }
        skip(1)
        return name
    }

    /// The next value's text.
    func value() throws(Failure) -> [UInt8] {
        var bytes: [UInt8] = []
        try walk { bytes.append($0) }
        return bytes
    }

    /// Passes over the next value, however large.
    func skipValue() throws(Failure) { try walk(limit: .max) { _ in } }

    private func walk(limit: Int = JSONSlicer.valueLimit, _ take: (UInt8) -> Void) throws(Failure) {
        guard peek() != nil else { throw failure("the file breaks off") }
        var depth = 0
        var inString = false
        var isEscaped = false
        var count = 0
        while let byte = next() {
            take(byte)
            count += 1
            if count > limit { throw failure("a value is larger than \(limit >> 20) MB") }
            if inString {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    inString = false
                }
                if inString || depth > 0 { continue }
                return
            }
            switch byte {
            case UInt8(ascii: "\""): inString = true
            case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"):
                depth -= 1
                if depth <= 0 { return }
            default:
                guard depth == 0, !inString else { continue }
                // A number or a word: it ends before the next mark.
                if start == end { fill() }
                guard end > 0, !Self.isMark(buffer[start]) else { return }
            }
        }
        throw failure("the file breaks off")
    }

    private static func isMark(_ byte: UInt8) -> Bool {
        byte <= 32 || [UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: ":")].contains(byte)
    }
}

extension JSON {
    /// Also with `NaN` and `Infinity`, which Python writes; what they stand in judges them.
    static func lenient(_ bytes: [UInt8]) throws(JSONFailure) -> JSON {
        let builder = JSONBuilder(maximumDepth: 64)
        var at = 0
        try builder.read(nonFinite: true) { buffer in
            let count = min(buffer.count, bytes.count - at)
            guard count > 0, let target = buffer.baseAddress else { return 0 }
            bytes.withUnsafeBytes { source in
                if let base = source.baseAddress { target.copyMemory(from: base + at, byteCount: count) }
            }
            at += count
            return count
        }
        return builder.root
    }
}
