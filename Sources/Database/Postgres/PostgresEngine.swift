import Core
import Glibc

/// PostgreSQL behind `Database`: a bounded set of connections, each driven by a thread of its own.
///
/// `@unchecked Sendable`: a connection is handed to one closure at a time by way of `pool`.
final class PostgresEngine: Engine, @unchecked Sendable {
    private struct Pool {
        var idle: [PostgresConnection] = []
        /// When the last attempt to connect failed, by a clock that never jumps.
        var failed: (at: ContinuousClock.Instant, error: DatabaseError)?
    }

    private let conninfo: String
    private let options: PostgresOptions
    private let executor: BlockingExecutor
    private let pool = Lock(Pool())

    var dialect: Dialect { .postgres }

    init(conninfo: String, options: PostgresOptions) {
        self.conninfo = conninfo
        self.options = options
        executor = BlockingExecutor(name: "the database", threads: options.connections, queueLimit: 4096)
    }

    func read<Value: Sendable>(_ body: @escaping @Sendable (Connection) throws -> Value) async throws -> Value {
        try await executor.run {
            try self.attempt(begin: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY") { connection in
                let value = try body(connection)
                connection.abandon()
                return value
            }
        }
    }

    func write<Value: Sendable>(_ body: @escaping @Sendable (Connection) throws -> Value) async throws -> Value {
        try await executor.run {
            try self.attempt(begin: "BEGIN") { connection in
                let value = try body(connection)
                do { try connection.commit() } catch let error as DatabaseError where error.kind == .unavailable {
                    throw CommitUnknown(error: error)
                }
                let hooks = connection.takeCommitHooks()
                for hook in hooks { hook() }
                return value
            }
        }
    }

    func listen(_ channels: [String], _ handler: @escaping @Sendable (PostgresListener.Message) -> Void) throws -> PostgresListener? {
        try PostgresListener(conninfo: conninfo, channels: channels, handler: handler)
    }

    func close() {
        executor.stop()
        pool.withLock { $0.idle = [] }
    }

    /// The connection broke while the commit was under way: it may have been written, so it is not tried again.
    private struct CommitUnknown: Error { let error: DatabaseError }

    /// Runs one transaction, again when the server asks for that (deadlock, serialization) or a connection out of the pool
    /// turns out to be dead.
    private func attempt<Value>(begin: String, _ body: (PostgresConnection) throws -> Value) throws -> Value {
        var conflicts = 0
        var lost = 0
        while true {
            let connection = try take()
            do {
                try connection.begin(begin)
                let value = try body(connection)
                give(connection)
                return value
            } catch let error as CommitUnknown {
                throw error.error
            } catch {
                let broken = connection.isBroken
                _ = connection.takeCommitHooks()
                if !broken {
                    connection.abandon()
                    give(connection)
                }
                guard let failure = error as? DatabaseError else { throw error }
                if broken, lost < options.connections {
                    // Every idle connection is likely dead as well: they are tried one by one, then a new one is made.
                    lost += 1
                } else if failure.kind == .busy, conflicts < options.retries {
                    conflicts += 1
                    usleep(UInt32.random(in: 1000...(4000 << UInt32(conflicts))))
                } else {
                    throw failure
                }
            }
        }
    }

    private func take() throws -> PostgresConnection {
        let known: PostgresConnection? = try pool.withLock { pool in
            if let connection = pool.idle.popLast() { return connection }
            if let failed = pool.failed, failed.at.duration(to: .now) < options.reconnectPause { throw failed.error }
            return nil
        }
        if let known { return known }
        do {
            let connection = try PostgresConnection(conninfo: conninfo, options: options)
            pool.withLock { $0.failed = nil }
            return connection
        } catch let error as DatabaseError {
            pool.withLock { $0.failed = (.now, error) }
            throw error
        }
    }

    private func give(_ connection: PostgresConnection) {
        guard !connection.isBroken else { return }
        connection.trimStatements()
        pool.withLock { $0.idle.append(connection) }
    }
}
