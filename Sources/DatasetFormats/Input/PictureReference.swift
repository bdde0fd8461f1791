/// The file that a reference to a picture means. Label Studio: an upload (`/data/upload/3/1a2b3c4d-cat.jpg`), a file of local
/// storage (`/data/local-files/?d=set/cat.jpg`), an object of a store (`s3://bucket/set/cat.jpg`), an address or a path.
enum PictureReference {
    /// What it may be called here, the most literal first; empty when the path is not allowed.
    static func candidates(_ reference: String) -> [String] {
        if let query = reference.firstRange(of: "/local-files/?") {
            let pairs = reference[query.upperBound...].split(separator: "&")
            guard let path = pairs.first(where: { $0.hasPrefix("d=") }) else { return [] }
            return safe(decoded(String(path.dropFirst(2))))
        }
        var path = reference
        if let scheme = path.firstRange(of: "://") {
            // What follows the scheme first is a host or a bucket.
            let rest = path[scheme.upperBound...]
            path = decoded(String((rest.firstIndex(of: "/").map { rest[rest.index(after: $0)...] } ?? rest).prefix { $0 != "?" && $0 != "#" }))
        }
        let name = path.lastComponent
        let isUpload = path.contains("upload/")
        let prefix = name.prefix { $0.isHexDigit }
        if isUpload, prefix.count == 8, name.dropFirst(8).first == "-" { return safe(name) + safe(String(name.dropFirst(9))) }
        return safe(isUpload ? name : path)
    }

    private static func safe(_ path: String) -> [String] {
        var path = Substring(path)
        while path.hasPrefix("/") { path = path.dropFirst() }
        return SafePath.normalise(String(path)).map { [$0] } ?? []
    }

    /// Percent signs of an address, as far as they are well-formed.
    private static func decoded(_ text: String) -> String {
        let bytes = Array(text.utf8)
        var out: [UInt8] = []
        var at = 0
        while at < bytes.count {
            if bytes[at] == UInt8(ascii: "%"), at + 2 < bytes.count,
                let value = UInt8(String(decoding: bytes[at + 1...at + 2], as: UTF8.self), radix: 16)
            {
                out.append(value)
                at += 3
            } else {
                out.append(bytes[at])
                at += 1
            }
        }
        return String(decoding: out, as: UTF8.self)
    }

    /// As local storage names a file.
    static func reference(_ path: String) -> String {
        var text = "/data/local-files/?d="
        for byte in path.utf8 {
            let isPlain = byte >= 48 && byte <= 57 || byte >= 65 && byte <= 90 || byte >= 97 && byte <= 122 || "-._~/".utf8.contains(byte)
            text += isPlain ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }
        return text
    }
}
