import Core

/// The headers of one part.
enum MultipartHead {
    static func parse(_ bytes: [UInt8]) throws -> MultipartReader.Part {
        guard let text = String(validating: bytes, as: UTF8.self), !bytes.contains(0) else {
            throw MultipartReader.broken("has headers that are not UTF-8")
        }
        var disposition: String?
        var type: String?
        var lines = 0
        for line in text.split(separator: "\r\n", omittingEmptySubsequences: true) {
            lines += 1
            guard lines <= 32, let colon = line.firstIndex(of: ":") else { throw MultipartReader.broken("has a malformed header") }
            let name = String(line[..<colon])
            let value = String(line[line.index(after: colon)...].trimmed)
            if Headers.same(name, "Content-Disposition") { disposition = value }
            if Headers.same(name, "Content-Type") { type = value }
        }
        guard let disposition, Headers.same(String(disposition.prefix { $0 != ";" }.trimmed), "form-data"),
            let name = HeaderParameters.value("name", in: disposition)
        else { throw MultipartReader.broken("has a part without a name") }
        let extended = HeaderParameters.value("filename*", in: disposition).flatMap(extendedValue)
        return MultipartReader.Part(name: name, filename: extended ?? HeaderParameters.value("filename", in: disposition), contentType: type)
    }

    /// `UTF-8''na%C3%AFve.jpg` (RFC 8187).
    private static func extendedValue(_ text: String) -> String? {
        let parts = text.split(separator: "'", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].lowercased() == "utf-8" else { return nil }
        return URLText.decode(parts[2])
    }
}

/// Parameters of a header's value: `form-data; name="a"; filename="b \"c\".jpg"`.
enum HeaderParameters {
    static func value(_ name: String, in header: String) -> String? {
        var rest = header.utf8[...]
        guard let semicolon = rest.firstIndex(of: UInt8(ascii: ";")) else { return nil }
        rest = rest[semicolon...]
        while rest.first == UInt8(ascii: ";") {
            rest = rest.dropFirst().drop { $0 == 32 || $0 == 9 }
            let key = rest.prefix { $0 != UInt8(ascii: "=") && $0 != UInt8(ascii: ";") }
            rest = rest.dropFirst(key.count)
            guard rest.first == UInt8(ascii: "=") else { continue }
            rest = rest.dropFirst()
            let value = rest.first == UInt8(ascii: "\"") ? quoted(&rest) : plain(&rest)
            guard let value else { return nil }
            let found = String(decoding: key.reversed().drop { $0 == 32 || $0 == 9 }.reversed(), as: UTF8.self)
            if Headers.same(found, name) { return value }
            rest = rest.drop { $0 == 32 || $0 == 9 }
        }
        return nil
    }

    private static func plain(_ rest: inout Substring.UTF8View) -> String? {
        let value = rest.prefix { $0 != UInt8(ascii: ";") }
        rest = rest.dropFirst(value.count)
        let text = String(Substring(value).trimmed)
        return text.isEmpty ? nil : text
    }

    /// Nil when the closing quote is missing. Browsers write `%22` for a quote; a backslash is kept unless it escapes one.
    private static func quoted(_ rest: inout Substring.UTF8View) -> String? {
        rest = rest.dropFirst()
        var out: [UInt8] = []
        while let byte = rest.first {
            rest = rest.dropFirst()
            if byte == UInt8(ascii: "\"") { return String(decoding: out, as: UTF8.self) }
            if byte == UInt8(ascii: "\\"), let next = rest.first, next == UInt8(ascii: "\"") || next == UInt8(ascii: "\\") {
                out.append(next)
                rest = rest.dropFirst()
            } else {
                out.append(byte)
            }
        }
        return nil
    }
}
