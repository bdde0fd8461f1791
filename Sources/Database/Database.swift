import Core

/// The program's database: SQLite on a laptop, PostgreSQL for a team, behind one interface.
///
/// ```swift
/// let name = try await db.read { try $0.first("SELECT name FROM projects WHERE id = $1", id) { try $0.text(0) } }
/// try await db.write { connection in
///     try connection.execute("UPDATE projects SET name = $2 WHERE id = $1", id, name)
/// }
/// ```
///
/// Closures are synchronous and run on the engine's own threads, never on Swift's pool. They must hold nothing but work on
/// the connection, and may be run more than once (PostgreSQL resolves conflicts between transactions by starting one again).
/// They throw `DatabaseError` from statements; what leaves `read` and `write` is a `FoveaError`.
public final class Database: Sendable {
    private let engine: any Engine

    public var dialect: Dialect { engine.dialect }

    init(engine: any Engine) { self.engine = engine }

    /// Opens the database that `url` names. SQLite files are made when missing; a PostgreSQL server that is away is not an
    /// error here but in the first call, so that servers may be started in any order.
    public convenience init(_ url: DatabaseURL, sqlite: SQLiteOptions = SQLiteOptions(), postgres: PostgresOptions = PostgresOptions()) throws {
        do {
            switch url {
            case .sqlite(let path): self.init(engine: try SQLiteEngine(path: path, options: sqlite))
            case .postgres(let conninfo): self.init(engine: PostgresEngine(conninfo: conninfo, options: postgres))
            }
        } catch { throw outward(error) }
    }

    /// Runs `body` against a consistent snapshot; it cannot write.
    public func read<Value: Sendable>(_ body: @escaping @Sendable (Connection) throws -> Value) async throws -> Value {
        do { return try await engine.read(body) } catch { throw outward(error) }
    }

    /// Runs `body` in one transaction: when it returns, what it wrote is durable; when it throws, nothing was written.
    @discardableResult
    public func write<Value: Sendable>(_ body: @escaping @Sendable (Connection) throws -> Value) async throws -> Value {
        do { return try await engine.write(body) } catch { throw outward(error) }
    }

    /// Listens for NOTIFY on a connection of its own until the listener is stopped; nil on SQLite, which has no such thing.
    /// `handler` runs on the listener's thread and must be short.
    public func listen(
        _ channels: [String], handler: @escaping @Sendable (PostgresListener.Message) -> Void
    ) throws -> PostgresListener? {
        try engine.listen(channels, handler)
    }

    /// Lets go of files and connections once running calls have ended. Later calls answer `unavailable`.
    public func close() { engine.close() }
}
