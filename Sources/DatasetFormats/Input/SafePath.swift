/// Relative paths that outsiders wrote.
public enum SafePath {
    /// The path without `.`, doubled `/` and Windows' `\`; nil when it is empty, absolute, climbs with `..`, names a drive
    /// or holds a control character.
    public static func normalise(_ path: String) -> String? {
        guard !path.isEmpty, path.utf8.count <= 4096, !path.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else { return nil }
        let forward = path.utf8.contains(UInt8(ascii: "\\")) ? String(path.map { $0 == "\\" ? "/" : $0 }) : path
        guard !forward.hasPrefix("/") else { return nil }
        var parts: [Substring] = []
        for part in forward.split(separator: "/", omittingEmptySubsequences: true) where part != "." {
            if part == ".." || (parts.isEmpty && isDrive(part)) { return nil }
            parts.append(part)
        }
        return parts.isEmpty ? nil : parts.joined(separator: "/")
    }

    private static func isDrive(_ part: Substring) -> Bool {
        let bytes = Array(part.utf8.prefix(2))
        return bytes.count == 2 && bytes[1] == UInt8(ascii: ":") && (bytes[0] | 0x20) >= 97 && (bytes[0] | 0x20) <= 122
    }
}

extension String {
    /// What follows the last `/`.
    var lastComponent: String { lastIndex(of: "/").map { String(self[index(after: $0)...]) } ?? self }

    /// What precedes the last `/`, or nothing.
    var parentPath: String { lastIndex(of: "/").map { String(self[..<$0]) } ?? "" }

    /// Without the extension of the last component.
    var withoutExtension: String {
        guard let dot = lastIndex(of: "."), dot > startIndex, self[index(before: dot)] != "/",
            !self[dot...].utf8.contains(UInt8(ascii: "/"))
        else { return self }
        return String(self[..<dot])
    }

    /// In lower case, without the dot; empty when there is none.
    var fileExtension: String {
        guard withoutExtension.utf8.count < utf8.count else { return "" }
        return dropFirst(withoutExtension.count + 1).lowercased()
    }

    func joined(path other: String) -> String { isEmpty ? other : "\(self)/\(other)" }
}

/// Which files are taken for pictures by their names; what they are is found out from their first bytes.
public enum PictureNames {
    public static let extensions: Set<String> = ["jpg", "jpeg", "png", "webp", "tif", "tiff", "bmp"]
    public static func matches(_ path: String) -> Bool { extensions.contains(path.fileExtension) }
}
