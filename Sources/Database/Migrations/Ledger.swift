import Core

/// The tables in which a database remembers its migrations.
enum Ledger {
    struct Entry {
        var number: Int
        var name: String
        var checksum: String
        var at: Timestamp
    }

    /// An arbitrary number that means "Fovea's schema" to PostgreSQL's advisory locks.
    private static let lock = 0x464F_5645_41

    /// Takes the lock, makes the tables when missing, and reads what has been applied. SQLite's single writer is the lock.
    static func open(_ connection: Connection) throws -> [Entry] {
        if connection.dialect == .postgres {
            try connection.execute("SET LOCAL statement_timeout = 0")
            _ = try connection.query("SELECT 1 FROM pg_advisory_xact_lock($1)", lock) { _ in }
        }
        for statement in Migration.statements(tables) { try connection.execute(connection.dialect.translate(statement)) }
        return try connection.query("SELECT number, name, checksum, applied_at FROM schema_migrations ORDER BY number") { row in
            Entry(number: try row.int(0), name: try row.text(1), checksum: try row.text(2), at: try row.time(3))
        }
    }

    private static let tables = """
        CREATE TABLE IF NOT EXISTS schema_migrations (
            number BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at TIMESTAMP NOT NULL);
        CREATE TABLE IF NOT EXISTS schema_history (
            id COUNTER_KEY, number BIGINT NOT NULL, name TEXT NOT NULL, action TEXT NOT NULL, at TIMESTAMP NOT NULL);
        """

    /// Refuses a database that a newer program has changed, and migrations that were edited after they had been applied.
    static func check(_ applied: [Entry], against migrations: [Migration]) throws {
        let known = Dictionary(uniqueKeysWithValues: migrations.map { ($0.number, $0) })
        for entry in applied {
            guard let migration = known[entry.number] else {
                throw FoveaError(
                    .conflict,
                    "The database has migration \(entry.number) (\(entry.name)), which this version of fovea does not know: use the version that made it, or a newer one."
                )
            }
            guard migration.checksum == entry.checksum else {
                throw FoveaError(
                    .conflict,
                    "Migration \(entry.number) (\(entry.name)) was changed after it had been applied to this database: add a new migration instead.")
            }
        }
    }

    static func run(_ statements: [String], of migration: Migration, _ connection: Connection) throws {
        for statement in statements {
            do { try connection.execute(statement) } catch let error as DatabaseError {
                throw FoveaError(
                    .internal, "Migration \(migration.number) (\(migration.name)) failed; the database is as it was before.",
                    underlying: error.description)
            }
        }
    }

    static func add(_ migration: Migration, _ action: String, _ connection: Connection) throws {
        try connection.execute(
            "INSERT INTO schema_migrations (number, name, checksum, applied_at) VALUES ($1, $2, $3, $4)", migration.number,
            migration.name, migration.checksum, Timestamp.now())
        try note(migration, action, connection)
    }

    static func remove(_ migration: Migration, _ action: String, _ connection: Connection) throws {
        try connection.execute("DELETE FROM schema_migrations WHERE number = $1", migration.number)
        try note(migration, action == "stamp" ? "unstamp" : action, connection)
    }

    private static func note(_ migration: Migration, _ action: String, _ connection: Connection) throws {
        try connection.execute(
            "INSERT INTO schema_history (number, name, action, at) VALUES ($1, $2, $3, $4)", migration.number, migration.name,
            action, Timestamp.now())
    }
}
