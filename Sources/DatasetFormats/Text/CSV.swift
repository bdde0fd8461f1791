/// Rows of comma-separated values (RFC 4180): quoted fields, doubled quotes. Blanks around unquoted fields are dropped. A
/// quoted field does not go over a line's end: no writer of `_classes.csv` does so, and a stray quote would eat the file.
enum CSV {
    static func fields(_ line: [UInt8], separator: UInt8 = UInt8(ascii: ",")) -> [String] {
        var fields: [String] = []
        var at = 0
        repeat {
            while at < line.count, line[at] == 32 || line[at] == 9, line[at] != separator { at += 1 }
            if at < line.count, line[at] == UInt8(ascii: "\"") {
                fields.append(quoted(line, &at))
                while at < line.count, line[at] != separator { at += 1 }
            } else {
                let start = at
                while at < line.count, line[at] != separator { at += 1 }
                var end = at
                while end > start, line[end - 1] == 32 || line[end - 1] == 9 { end -= 1 }
                fields.append(String(decoding: line[start..<end], as: UTF8.self))
            }
            at += 1
        } while at <= line.count
        return fields
    }

    /// Whether the text ends within a quoted field, which then goes on on the next line.
    static func isOpen(_ text: [UInt8], separator: UInt8) -> Bool {
        let quote = UInt8(ascii: "\"")
        var at = 0
        while at < text.count {
            while at < text.count, text[at] == 32 || text[at] == 9, text[at] != separator { at += 1 }
            if at < text.count, text[at] == quote {
                at += 1
                while true {
                    guard let end = text[min(at, text.count)...].firstIndex(of: quote) else { return true }
                    at = end + 1
                    guard at < text.count, text[at] == quote else { break }
                    at += 1
                }
            }
            while at < text.count, text[at] != separator { at += 1 }
            at += 1
        }
        return false
    }

    private static func quoted(_ line: [UInt8], _ at: inout Int) -> String {
        let quote = UInt8(ascii: "\"")
        var bytes: [UInt8] = []
        at += 1
        while at < line.count {
            if line[at] == quote {
                guard at + 1 < line.count, line[at + 1] == quote else {
                    at += 1
                    break
                }
                at += 1
            }
            bytes.append(line[at])
            at += 1
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// A field, quoted where it must be.
    static func append(_ field: String, to bytes: inout [UInt8]) {
        let special = field.utf8.contains { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") || $0 < 0x20 }
        guard special || field.hasPrefix(" ") || field.hasSuffix(" ") else { return bytes.append(contentsOf: field.utf8) }
        bytes.append(UInt8(ascii: "\""))
        for byte in field.utf8 where byte != 10 && byte != 13 {
            if byte == UInt8(ascii: "\"") { bytes.append(byte) }
            bytes.append(byte)
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
