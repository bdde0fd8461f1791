/// A table as code expects it: names, types and which columns may be null. Declared next to the store that reads it, and
/// compared with the migrated schema by a test on each engine.
public struct TableShape: Sendable, Equatable {
    public struct Column: Sendable, Equatable {
        public var name: String
        public var type: SQLType
        public var isNullable: Bool
    }

    public var name: String
    public var columns: [Column]

    public init(name: String, columns: [Column]) {
        self.name = name
        self.columns = columns
    }

    /// `TableShape("users", "id UUID, email TEXT, last_login_at TIMESTAMP?")`: the type words of migrations, `?` for columns
    /// that may be null.
    public init(_ name: String, _ columns: String) {
        self.init(
            name: name,
            columns: columns.split(separator: ",").map { column in
                let words = column.split(whereSeparator: \.isWhitespace)
                precondition(words.count == 2, "\(name): a column is a name and a type, not \(column)")
                let isNullable = words[1].hasSuffix("?")
                let type = isNullable ? words[1].dropLast() : words[1]
                return Column(name: String(words[0]), type: Self.type(String(type)), isNullable: isNullable)
            })
    }

    private static func type(_ word: String) -> SQLType {
        switch word {
        case "UUID": .id
        case "BIGINT", "INTEGER", "TIMESTAMP", "BOOLEAN": .integer
        case "DOUBLE": .double
        case "TEXT", "JSON": .text
        case "BYTES": .bytes
        default: preconditionFailure("\(word) is no type word")
        }
    }
}
