/// Reads the literals that Ultralytics writes into a model's metadata: `{0: 'RBC', 1: "it's"}`, `[640, 640]`, `'detect'`.
enum PythonLiteral: Equatable {
    case int(Int)
    case string(String)
    case list([PythonLiteral])
    case map([(PythonLiteral, PythonLiteral)])
    case other(String)

    init?(_ text: String) {
        var parser = Parser(Array(text))
        guard let value = parser.value(depth: 0), parser.atEnd else { return nil }
        self = value
    }

    static func == (a: PythonLiteral, b: PythonLiteral) -> Bool {
        switch (a, b) {
        case (.int(let x), .int(let y)): x == y
        case (.string(let x), .string(let y)): x == y
        case (.list(let x), .list(let y)): x == y
        case (.map(let x), .map(let y)): x.count == y.count && zip(x, y).allSatisfy { $0.0 == $1.0 && $0.1 == $1.1 }
        case (.other(let x), .other(let y)): x == y
        default: false
        }
    }

    var int: Int? { if case .int(let value) = self { value } else { nil } }
    var string: String? { if case .string(let value) = self { value } else { nil } }

    /// The strings of a list, or of a map from 0, 1, 2, ... in the order of its keys.
    var names: [String]? {
        switch self {
        case .list(let items): return items.compactMap(\.string).count == items.count ? items.compactMap(\.string) : nil
        case .map(let pairs):
            var names = [String?](repeating: nil, count: pairs.count)
            for (key, value) in pairs {
                guard let index = key.int, names.indices.contains(index), let name = value.string else { return nil }
                names[index] = name
            }
            return names.contains { $0 == nil } ? nil : names.compactMap { $0 }
        default: return nil
        }
    }

    private struct Parser {
        private let text: [Character]
        private var at = 0
        init(_ text: [Character]) { self.text = text }

        var atEnd: Bool { text[at...].allSatisfy(\.isWhitespace) }
        private mutating func skipSpace() { while at < text.count, text[at].isWhitespace { at += 1 } }
        private mutating func take(_ character: Character) -> Bool {
            skipSpace()
            guard at < text.count, text[at] == character else { return false }
            at += 1
            return true
        }

        mutating func value(depth: Int) -> PythonLiteral? {
            skipSpace()
            guard depth < 8, at < text.count else { return nil }
            switch text[at] {
            case "{": return map(depth)
            case "[", "(": return list(depth)
            case "'", "\"": return string()
            default: return word()
            }
        }

        private mutating func list(_ depth: Int) -> PythonLiteral? {
            let end: Character = text[at] == "[" ? "]" : ")"
            at += 1
            var items: [PythonLiteral] = []
            while !take(end) {
                guard let item = value(depth: depth + 1) else { return nil }
                items.append(item)
                if !take(",") { return take(end) ? .list(items) : nil }
            }
            return .list(items)
        }

        private mutating func map(_ depth: Int) -> PythonLiteral? {
            at += 1
            var pairs: [(PythonLiteral, PythonLiteral)] = []
            while !take("}") {
                guard let key = value(depth: depth + 1), take(":"), let value = value(depth: depth + 1) else { return nil }
                pairs.append((key, value))
                if !take(",") { return take("}") ? .map(pairs) : nil }
            }
            return .map(pairs)
        }

        private mutating func string() -> PythonLiteral? {
            let quote = text[at]
            at += 1
            var out = ""
            while at < text.count, text[at] != quote {
                if text[at] == "\\" {
                    guard let character = escape() else { return nil }
                    out.append(character)
                } else {
                    out.append(text[at])
                    at += 1
                }
            }
            guard at < text.count else { return nil }
            at += 1
            return .string(out)
        }

        private mutating func escape() -> Character? {
            guard at + 1 < text.count else { return nil }
            let kind = text[at + 1]
            at += 2
            let digits: Int
            switch kind {
            case "n": return "\n"
            case "t": return "\t"
            case "r": return "\r"
            case "x": digits = 2
            case "u": digits = 4
            case "U": digits = 8
            default: return kind
            }
            guard at + digits <= text.count, let code = UInt32(String(text[at..<at + digits]), radix: 16),
                let scalar = Unicode.Scalar(code)
            else { return nil }
            at += digits
            return Character(scalar)
        }

        private mutating func word() -> PythonLiteral? {
            let start = at
            while at < text.count, !",:]})".contains(text[at]), !text[at].isWhitespace { at += 1 }
            guard at > start else { return nil }
            let word = String(text[start..<at])
            return Int(word).map { .int($0) } ?? .other(word)
        }
    }
}
