import Core

/// Brings a database's schema to where the program expects it, and back.
///
/// Everything runs in one transaction under a lock that all servers share, so two that start at once migrate once and a
/// failure leaves the schema as it was.
public struct Migrator: Sendable {
    let database: Database
    let migrations: [Migration]

    /// Throws when two migrations share a number: a fault of the program, told at start.
    public init(_ database: Database, _ migrations: [Migration]) throws {
        self.database = database
        self.migrations = migrations.sorted { $0.number < $1.number }
        for (first, second) in zip(self.migrations, self.migrations.dropFirst()) where first.number == second.number {
            throw FoveaError.bug("migrations \(first.name) and \(second.name) share number \(first.number)")
        }
    }

    /// Applies what is missing, up to and with `target` when given; answers what was applied, in order.
    @discardableResult
    public func up(to target: Int? = nil) async throws -> [Migration] {
        try await database.write { [migrations] connection in
            let applied = try Ledger.open(connection)
            try Ledger.check(applied, against: migrations)
            let known = Set(applied.map(\.number))
            let missing = migrations.filter { !known.contains($0.number) && $0.number <= target ?? .max }
            for migration in missing {
                try Ledger.run(migration.upStatements(connection.dialect), of: migration, connection)
                try Ledger.add(migration, "up", connection)
            }
            return missing
        }
    }

    /// Undoes the newest `steps` migrations; answers what was undone, newest first.
    @discardableResult
    public func down(steps: Int = 1) async throws -> [Migration] {
        try await database.write { [migrations] connection in
            let applied = try Ledger.open(connection)
            try Ledger.check(applied, against: migrations)
            let numbers = Set(applied.map(\.number).sorted().suffix(max(0, steps)))
            let undone = migrations.filter { numbers.contains($0.number) }.reversed()
            for migration in undone {
                try Ledger.run(migration.downStatements(connection.dialect), of: migration, connection)
                try Ledger.remove(migration, "down", connection)
            }
            return Array(undone)
        }
    }

    /// Declares the schema to be at `target` without running anything (a database made by other means); nil empties the list.
    public func stamp(_ target: Int?) async throws {
        try await database.write { [migrations] connection in
            let applied = Set(try Ledger.open(connection).map(\.number))
            for migration in migrations {
                let wanted = target.map { migration.number <= $0 } ?? false
                if wanted, !applied.contains(migration.number) { try Ledger.add(migration, "stamp", connection) }
                if !wanted, applied.contains(migration.number) { try Ledger.remove(migration, "stamp", connection) }
            }
        }
    }

    public struct Status: Sendable {
        public var number: Int
        public var name: String
        public var appliedAt: Timestamp?
    }

    /// Every migration that the program knows, in order.
    public func status() async throws -> [Status] {
        try await database.write { [migrations] connection in
            let applied = Dictionary(uniqueKeysWithValues: try Ledger.open(connection).map { ($0.number, $0.at) })
            return migrations.map { Status(number: $0.number, name: $0.name, appliedAt: applied[$0.number]) }
        }
    }

    public struct HistoryEntry: Sendable {
        public var number: Int
        public var name: String
        /// `up`, `down` or `stamp`.
        public var action: String
        public var at: Timestamp
    }

    /// What was done to this database, oldest first.
    public func history() async throws -> [HistoryEntry] {
        try await database.write { connection in
            _ = try Ledger.open(connection)
            return try connection.query("SELECT number, name, action, at FROM schema_history ORDER BY id") { row in
                HistoryEntry(number: try row.int(0), name: try row.text(1), action: try row.text(2), at: try row.time(3))
            }
        }
    }

    /// How many migrations are missing, without changing anything and without failing on an empty database: for readiness.
    public func missing() async throws -> Int {
        try await database.read { [migrations] connection in
            guard try SchemaInspector.tables(connection).contains(where: { $0.name == "schema_migrations" }) else {
                return migrations.count
            }
            let applied = Set(try connection.query("SELECT number FROM schema_migrations") { try $0.int(0) })
            return migrations.filter { !applied.contains($0.number) }.count
        }
    }
}
