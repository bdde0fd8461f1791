/// The `NAME=value` lines of an env file: blank lines and `#` comments are passed over, `export ` is allowed, a value may
/// stand in single or double quotes. Nothing is expanded.
public enum EnvFile {
    /// Throws `FoveaError.invalid` naming the line that is neither.
    public static func parse(_ text: String, name: String) throws -> [String: String] {
        var values: [String: String] = [:]
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            var rest = trim(line)
            if rest.isEmpty || rest.hasPrefix("#") { continue }
            if rest.hasPrefix("export ") { rest = trim(rest.dropFirst(7)) }
            guard let equals = rest.firstIndex(of: "="), equals != rest.startIndex else {
                throw FoveaError(.invalid, "\(name), line \(index + 1): expected NAME=value.")
            }
            values[String(trim(rest[..<equals]))] = unquote(trim(rest[rest.index(after: equals)...]))
        }
        return values
    }

    private static func trim(_ text: Substring) -> Substring {
        let isSpace: (Character) -> Bool = { $0 == " " || $0 == "\t" }
        let head = text.drop(while: isSpace)
        guard let last = head.lastIndex(where: { !isSpace($0) }) else { return "" }
        return head[...last]
    }

    private static func unquote(_ text: Substring) -> String {
        for quote: Character in ["\"", "'"] where text.count >= 2 && text.first == quote && text.last == quote {
            return String(text.dropFirst().dropLast())
        }
        return String(text)
    }
}
