/// Percent-encoding and `application/x-www-form-urlencoded` (WHATWG URL standard), on bytes.
public enum URLText {
    /// Nil when an escape is broken, a NUL hides in it, or the result is not UTF-8. `plus` reads `+` as a space (forms).
    public static func decode(_ text: some StringProtocol, plus: Bool = false) -> String? {
        var needsWork = false
        for byte in text.utf8 where byte == UInt8(ascii: "%") || (plus && byte == UInt8(ascii: "+")) { needsWork = true; break }
        if !needsWork { return String(text) }
        var out: [UInt8] = []
        var bytes = text.utf8.makeIterator()
        while let byte = bytes.next() {
            if byte == UInt8(ascii: "%") {
                guard let high = bytes.next().flatMap(hex), let low = bytes.next().flatMap(hex), high << 4 | low != 0 else { return nil }
                out.append(high << 4 | low)
            } else {
                out.append(plus && byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
            }
        }
        return String(validating: out, as: UTF8.self)
    }

    /// Names and values of a query or form body; nil when an escape is broken.
    public static func parameters(_ text: some StringProtocol) -> [(name: String, value: String)]? {
        var out: [(name: String, value: String)] = []
        for pair in text.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = decode(parts[0], plus: true), let value = parts.count == 2 ? decode(parts[1], plus: true) : "" else {
                return nil
            }
            out.append((name, value))
        }
        return out
    }

    /// Everything but letters, digits and `-._~` is escaped.
    public static func encode(_ text: String) -> String {
        var out: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case 48...57, 65...90, 97...122, 45, 46, 95, 126: out.append(byte)
            default:
                out.append(UInt8(ascii: "%"))
                for digit in [byte >> 4, byte & 15] { out.append(digit < 10 ? 48 + digit : 55 + digit) }
            }
        }
        return String(decoding: out, as: UTF8.self)
    }

    private static func hex(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 48...57: byte - 48
        case 65...70: byte - 55
        case 97...102: byte - 87
        default: nil
        }
    }
}
