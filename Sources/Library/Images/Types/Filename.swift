/// Names of files as clients give them. They are shown and searched, never used as paths.
enum Filename {
    static let limit = 255

    /// The last component, without control characters; never empty.
    static func clean(_ name: String) -> String {
        let last = name.split { $0 == "/" || $0 == "\\" }.last ?? ""
        var kept = String.UnicodeScalarView()
        for scalar in last.unicodeScalars where scalar.properties.generalCategory != .control && scalar.properties.generalCategory != .format {
            kept.append(scalar)
            if kept.count == limit { break }
        }
        let text = String(kept)
        return text.isEmpty || text == "." || text == ".." ? "unnamed" : text
    }
}
