import Core

/// SQLite behind `Database`: one writer, several readers, each reader a snapshot (WAL).
///
/// `@unchecked Sendable`: a reader's connection is handed to one closure at a time by way of `idle`.
final class SQLiteEngine: Engine, @unchecked Sendable {
    private let writer: SQLiteWriter
    private let readers: BlockingExecutor
    private let idle = Lock<[SQLiteConnection]>([])
    private let path: String
    private let options: SQLiteOptions

    var dialect: Dialect { .sqlite }

    init(path: String, options: SQLiteOptions) throws {
        self.path = path
        self.options = options
        let connection = try SQLiteConnection(path: path, access: .readWrite, options: options)
        writer = SQLiteWriter(connection: connection, groupLimit: options.groupLimit)
        readers = BlockingExecutor(name: "the database's readers", threads: options.readers, queueLimit: 4096)
    }

    func read<Value: Sendable>(_ body: @escaping @Sendable (Connection) throws -> Value) async throws -> Value {
        try await readers.run {
            let connection =
                try self.idle.withLock { $0.popLast() }
                ?? SQLiteConnection(path: self.path, access: .readOnly, options: self.options)
            defer { self.idle.withLock { $0.append(connection) } }
            _ = try connection.run("BEGIN", [], ignoringRows)
            defer {
                _ = connection.takeCommitHooks()
                _ = try? connection.run("ROLLBACK", [], ignoringRows)
            }
            return try body(connection)
        }
    }

    func write<Value: Sendable>(_ body: @escaping @Sendable (Connection) throws -> Value) async throws -> Value {
        try await withUnsafeThrowingContinuation { (continuation: UnsafeContinuation<Value, any Error>) in
            var result: Value?
            writer.submit(
                SQLiteWriter.Job(
                    perform: { result = try body($0) },
                    finish: { error in
                        if let error { return continuation.resume(throwing: error) }
                        guard let result else { return continuation.resume(throwing: FoveaError.bug("a write gave nothing")) }
                        continuation.resume(returning: result)
                    }))
        }
    }

    func listen(_ channels: [String], _ handler: @escaping @Sendable (PostgresListener.Message) -> Void) -> PostgresListener? { nil }

    func close() {
        writer.stop()
        readers.stop()
        idle.withLock { $0 = [] }
    }
}
