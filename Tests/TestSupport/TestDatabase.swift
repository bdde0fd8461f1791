import Core
import Database
import Glibc

/// The engines that every store's tests run on: `@Test(arguments: TestEngine.available)`.
public enum TestEngine: String, Sendable, CaseIterable, CustomStringConvertible {
    case sqlite, postgres

    public var description: String { rawValue }

    /// PostgreSQL's tests need a server: `FOVEA_TEST_POSTGRES` holds its URL (`make test` starts one and sets it). Without it
    /// only SQLite is tested, and `postgresWasSkipped` says so.
    public static var available: [TestEngine] { postgresURL == nil ? [.sqlite] : [.sqlite, .postgres] }

    public static var postgresURL: String? {
        guard let value = getenv("FOVEA_TEST_POSTGRES") else { return nil }
        let text = String(cString: value)
        return text.isEmpty ? nil : text
    }
}

/// Runs `body` with a fresh database of its own, gone afterwards: a file in a temporary directory, or a schema of the test
/// server.
public func withDatabase<Result>(
    _ engine: TestEngine, migrations: [Migration] = [], postgres: PostgresOptions = PostgresOptions(connections: 4),
    _ body: (Database) async throws -> Result
) async throws -> Result {
    try await withDatabaseURL(engine) { url in
        let database = try Database(url, sqlite: SQLiteOptions(synchronous: .off), postgres: postgres)
        defer { database.close() }
        if !migrations.isEmpty { try await Migrator(database, migrations).up() }
        return try await body(database)
    }
}

/// As `withDatabase`, for tests that open it themselves or from several processes.
public func withDatabaseURL<Result>(_ engine: TestEngine, _ body: (DatabaseURL) async throws -> Result) async throws -> Result {
    switch engine {
    case .sqlite:
        return try await withTemporaryDirectory { directory in
            try await body(DatabaseURL.sqlite(path: "\(directory)/test.sqlite"))
        }
    case .postgres:
        guard let server = TestEngine.postgresURL else { throw FoveaError(.invalid, "FOVEA_TEST_POSTGRES is not set") }
        let schema = "test_" + ID.make().description.filter { $0 != "-" }
        let admin = try Database(DatabaseURL(server, dataDirectory: "/"), postgres: PostgresOptions(connections: 1))
        defer { admin.close() }
        try await admin.write { try $0.execute("CREATE SCHEMA \(schema)") }
        let url = server + (server.contains("?") ? "&" : "?") + "options=-csearch_path%3D\(schema)"
        let result: Swift.Result<Result, any Error>
        do { result = .success(try await body(DatabaseURL(url, dataDirectory: "/"))) } catch { result = .failure(error) }
        try await admin.write { connection in
            // Notices of what CASCADE drops do no harm; connections that still hold locks would: they are given up first.
            try connection.execute("SET LOCAL lock_timeout = '10s'")
            try connection.execute("DROP SCHEMA \(schema) CASCADE")
        }
        return try result.get()
    }
}
