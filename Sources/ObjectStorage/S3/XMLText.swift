/// What the store's XML answers are read with: they are flat, made by a machine and hold no attributes that matter.
enum XMLText {
    /// The text of each `<tag>...</tag>`, in order, not unescaped.
    static func all(_ tag: String, in text: some StringProtocol) -> [Substring] {
        var found: [Substring] = []
        var rest = Substring(text)
        let open = "<\(tag)>"
        let close = "</\(tag)>"
        while let start = rest.firstRange(of: open), let end = rest[start.upperBound...].firstRange(of: close) {
            found.append(rest[start.upperBound..<end.lowerBound])
            rest = rest[end.upperBound...]
        }
        return found
    }

    static func first(_ tag: String, in text: some StringProtocol) -> String? {
        all(tag, in: text).first.map(unescape)
    }

    static func unescape(_ text: some StringProtocol) -> String {
        var out = ""
        var rest = Substring(text)
        let entities: [(String, Character)] = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&")]
        while let at = rest.firstIndex(of: "&") {
            out += rest[..<at]
            rest = rest[at...]
            if let (entity, character) = entities.first(where: { rest.hasPrefix($0.0) }) {
                out.append(character)
                rest = rest.dropFirst(entity.count)
            } else {
                out.append("&")
                rest = rest.dropFirst()
            }
        }
        return out + rest
    }

    static func escape(_ text: String) -> String {
        var out = ""
        for character in text {
            switch character {
            case "&": out += "&amp;"
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            default: out.append(character)
            }
        }
        return out
    }
}
