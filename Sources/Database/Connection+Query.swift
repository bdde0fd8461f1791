import Core

extension Connection {
    /// Runs a statement that answers no rows; gives how many rows it changed.
    @discardableResult
    public func execute(_ sql: String, _ arguments: any SQLBindable...) throws -> Int {
        try run(sql, arguments.map(\.sqlValue), ignoringRows)
    }

    @discardableResult
    public func execute(_ sql: String, values: [SQLValue]) throws -> Int { try run(sql, values, ignoringRows) }

    /// Runs the same statement for each list of values, in one go where the engine can; gives how many rows were changed.
    @discardableResult
    public func executeMany(_ sql: String, _ rows: some Sequence<[SQLValue]>) throws -> Int { try runMany(sql, rows) }

    /// Adds rows to a table by the fastest way the engine has (COPY on PostgreSQL, a prepared loop on SQLite). Values must
    /// be of the columns' own types. Gives how many rows were added.
    @discardableResult
    public func copyIn(_ table: String, columns: [String], rows: some Sequence<[SQLValue]>) throws -> Int {
        try copy(table, columns, rows)
    }

    /// Every row of the answer, mapped.
    public func query<Value>(_ sql: String, _ arguments: any SQLBindable..., map: (Row) throws -> Value) throws -> [Value] {
        try query(sql, values: arguments.map(\.sqlValue), map: map)
    }

    public func query<Value>(_ sql: String, values: [SQLValue], map: (Row) throws -> Value) throws -> [Value] {
        var out: [Value] = []
        _ = try run(sql, values) { row in
            out.append(try map(row))
            return true
        }
        return out
    }

    /// The first row of the answer, or nil when it is empty.
    public func first<Value>(_ sql: String, _ arguments: any SQLBindable..., map: (Row) throws -> Value) throws -> Value? {
        try first(sql, values: arguments.map(\.sqlValue), map: map)
    }

    public func first<Value>(_ sql: String, values: [SQLValue], map: (Row) throws -> Value) throws -> Value? {
        var out: Value?
        _ = try run(sql, values) { row in
            out = try map(row)
            return false
        }
        return out
    }

    /// Each row of an answer of any size, in bounded memory.
    public func forEach(_ sql: String, _ arguments: any SQLBindable..., body: (Row) throws -> Void) throws {
        try forEach(sql, values: arguments.map(\.sqlValue), body: body)
    }

    public func forEach(_ sql: String, values: [SQLValue], body: (Row) throws -> Void) throws {
        try stream(sql, values) { row in try body(row) }
    }

    /// One integer, as a count.
    public func integer(_ sql: String, _ arguments: any SQLBindable...) throws -> Int? {
        try first(sql, values: arguments.map(\.sqlValue)) { try $0.optionalInt(0) } ?? nil
    }

    public func exists(_ sql: String, _ arguments: any SQLBindable...) throws -> Bool {
        try first(sql, values: arguments.map(\.sqlValue)) { _ in true } ?? false
    }

    /// The present moment by the database's clock, which is the one that all servers share.
    public func now() throws -> Timestamp {
        guard let now = try first("SELECT \(dialect.now)", map: { try $0.time(0) }) else {
            throw DatabaseError(.other, "the database told no time")
        }
        return now
    }

    /// How the engine would run a statement, a line a step. On PostgreSQL sequential scans are disfavoured first, so that
    /// small test tables show whether an index could serve.
    public func plan(_ sql: String, _ arguments: any SQLBindable...) throws -> [String] {
        try explain(sql, arguments.map(\.sqlValue))
    }

    public func plan(_ sql: String, values: [SQLValue]) throws -> [String] { try explain(sql, values) }
}
