import CSQLite
import Core
import Glibc

/// One SQLite connection, used by one thread at a time.
final class SQLiteConnection: Connection {
    private let handle: OpaquePointer
    private var statements: [String: SQLiteStatement] = [:]
    /// Statements kept: far more than the program has, so that a text built at run time cannot fill memory.
    private static let cacheLimit = 512

    enum Access { case readWrite, readOnly }

    init(path: String, access: Access, options: SQLiteOptions) throws {
        // For its owner alone, whatever the umask; SQLite makes the files beside it like it. Never opened when it is there: closing
        // it would end this process's locks on it.
        let made = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        if made >= 0 { close(made) }
        var opened: OpaquePointer?
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
        let status = sqlite3_open_v2(path, &opened, flags, nil)
        guard status == SQLITE_OK, let opened else {
            let error = DatabaseError.sqlite(opened, status)
            sqlite3_close_v2(opened)
            throw DatabaseError(error.kind, "\(path): \(error.message)", code: error.code)
        }
        handle = opened
        super.init(dialect: .sqlite)
        sqlite3_busy_timeout(handle, Int32(clamping: options.busyTimeout.microseconds / 1000))
        try runScript("PRAGMA journal_mode = WAL")
        try runScript("PRAGMA synchronous = \(options.synchronous.rawValue)")
        try runScript("PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; PRAGMA journal_size_limit = 67108864")
        try runScript("PRAGMA cache_size = -\(access == .readWrite ? 16384 : 8192); PRAGMA trusted_schema = OFF")
        // Readers open read-write all the same (WAL's shared memory needs it) and are held to reading here.
        if access == .readOnly { try runScript("PRAGMA query_only = ON") }
    }

    deinit {
        statements = [:]
        sqlite3_close_v2(handle)
    }

    /// Whether a transaction is open: some failures (full disk, i/o) end it by themselves.
    var inTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

    override func run(_ sql: String, _ values: [SQLValue], _ each: (Row) throws -> Bool) throws -> Int {
        statementCount += 1
        let statement = try take(sql)
        defer { give(statement) }
        try statement.bind(values, sql: sql)
        var rows = 0
        while true {
            let status = sqlite3_step(statement.handle)
            if status == SQLITE_DONE { break }
            guard status == SQLITE_ROW else { throw DatabaseError.sqlite(handle, status, sql: sql) }
            rows += 1
            if try !each(Row(storage: .sqlite(statement.handle))) { return rows }
        }
        return sqlite3_stmt_readonly(statement.handle) != 0 ? rows : Int(sqlite3_changes64(handle))
    }

    override func stream(_ sql: String, _ values: [SQLValue], _ each: (Row) throws -> Void) throws {
        _ = try run(sql, values) { row in
            try each(row)
            return true
        }
    }

    override func explain(_ sql: String, _ values: [SQLValue]) throws -> [String] {
        var lines: [String] = []
        _ = try run("EXPLAIN QUERY PLAN \(sql)", values) { row in
            lines.append(try row.text(3))
            return true
        }
        return lines
    }

    override func runScript(_ sql: String) throws {
        let status = sqlite3_exec(handle, sql, nil, nil, nil)
        guard status == SQLITE_OK else { throw DatabaseError.sqlite(handle, status, sql: sql) }
    }

    private func take(_ sql: String) throws -> SQLiteStatement {
        if let known = statements[sql], !known.inUse {
            known.inUse = true
            return known
        }
        var text = sql
        let prepared = try text.withUTF8 { bytes in try prepare(bytes, sql: sql) }
        prepared.inUse = true
        if statements[sql] == nil {
            if statements.count >= Self.cacheLimit { statements = statements.filter { $0.value.inUse } }
            statements[sql] = prepared
        }
        return prepared
    }

    private func prepare(_ text: UnsafeBufferPointer<UInt8>, sql: String) throws -> SQLiteStatement {
        var prepared: OpaquePointer?
        let status: Int32 = text.withMemoryRebound(to: CChar.self) { text in
            sqlite3_prepare_v3(handle, text.baseAddress, Int32(text.count), UInt32(SQLITE_PREPARE_PERSISTENT), &prepared, nil)
        }
        guard status == SQLITE_OK, let prepared else { throw DatabaseError.sqlite(handle, status, sql: sql) }
        return try SQLiteStatement(handle: prepared, sql: sql)
    }

    private func give(_ statement: SQLiteStatement) {
        statement.reset()
        statement.inUse = false
    }
}
