extension Dialect {
    /// A migration's text with its type words put as this engine calls them. Words inside quotes stay.
    ///
    /// | word | SQLite | PostgreSQL | holds |
    /// |---|---|---|---|
    /// | UUID | BLOB | uuid | an id, 16 bytes |
    /// | BIGINT, INTEGER, TIMESTAMP, BOOLEAN | INTEGER | bigint | integers, microseconds, 0 and 1 |
    /// | DOUBLE | REAL | double precision | |
    /// | TEXT, JSON | TEXT | text COLLATE "C" | UTF-8, ordered by its bytes on both |
    /// | BYTES | BLOB | bytea | |
    /// | COUNTER_KEY | INTEGER PRIMARY KEY AUTOINCREMENT | bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY | a growing number |
    ///
    /// Integers are 64 bits everywhere: values travel in binary, which PostgreSQL does not widen. On SQLite tables become
    /// STRICT, so that a column holds what it says. `WITHOUT ROWID` at a table's end is SQLite's alone and means that rows
    /// lie in the order of the primary key.
    public func translate(_ sql: String) -> String {
        var out: [UInt8] = []
        var word: [UInt8] = []
        let isTable = startsTable(sql)
        func flush() {
            guard !word.isEmpty else { return }
            out += replacement(for: String(decoding: word, as: UTF8.self), isTable: isTable).utf8
            word = []
        }
        var quote: UInt8?
        for byte in sql.utf8 {
            if let open = quote {
                out.append(byte)
                if byte == open { quote = nil }
            } else if byte == 39 || byte == 34 {
                flush()
                out.append(byte)
                quote = byte
            } else if byte == 95 || (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) {
                word.append(byte)
            } else {
                flush()
                out.append(byte)
            }
        }
        flush()
        return finishTable(String(decoding: out, as: UTF8.self), isTable: isTable)
    }

    private func replacement(for word: String, isTable: Bool) -> String {
        switch (word, self) {
        case ("UUID", .sqlite), ("BYTES", .sqlite): "BLOB"
        case ("UUID", .postgres): "uuid"
        case ("BYTES", .postgres): "bytea"
        case ("BIGINT", .sqlite), ("TIMESTAMP", .sqlite), ("BOOLEAN", .sqlite): "INTEGER"
        case ("BIGINT", .postgres), ("TIMESTAMP", .postgres), ("BOOLEAN", .postgres), ("INTEGER", .postgres): "bigint"
        case ("DOUBLE", .sqlite): "REAL"
        case ("DOUBLE", .postgres): "double precision"
        case ("JSON", .sqlite): "TEXT"
        case ("TEXT", .postgres), ("JSON", .postgres): isTable ? "text COLLATE \"C\"" : "text"
        case ("COUNTER_KEY", .sqlite): "INTEGER PRIMARY KEY AUTOINCREMENT"
        case ("COUNTER_KEY", .postgres): "bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY"
        default: word
        }
    }

    private func startsTable(_ sql: String) -> Bool {
        let words = sql.split(whereSeparator: \.isWhitespace).prefix(2).map { $0.uppercased() }
        return words == ["CREATE", "TABLE"] || words == ["ALTER", "TABLE"]
    }

    private func finishTable(_ sql: String, isTable: Bool) -> String {
        guard isTable, sql.split(whereSeparator: \.isWhitespace).first?.uppercased() == "CREATE" else { return sql }
        let suffix = "WITHOUT ROWID"
        var body = Substring(sql)
        while body.last?.isWhitespace == true { body.removeLast() }
        let withoutRowID = body.hasSuffix(suffix)
        if withoutRowID { body = body.dropLast(suffix.count) }
        switch self {
        case .sqlite: return body + (withoutRowID ? "STRICT, WITHOUT ROWID" : " STRICT")
        case .postgres: return String(body)
        }
    }
}
