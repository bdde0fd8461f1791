import Core
import Database

/// What changed, to whoever listens: at once in this process, within some 25 ms in the others (PostgreSQL tells them by
/// NOTIFY, SQLite by a table that they look at).
///
/// Events are told after the transaction that published them has been committed, and not at all when it was rolled back.
/// They are hints: a listener that was away reads the database again (`Event.resync` says when).
public final class Events: Sendable {
    /// NOTIFY's channels belong to the whole database: two Foveas in two schemas of one must not hear each other.
    static let channel = "'fovea_' || md5(current_schema())"
    /// NOTIFY takes less than 8000 bytes.
    static let bodyLimit = 7000

    private let database: Database
    private let logger: Logger
    /// This process's name in events, so that it does not hear its own twice.
    private let origin = ID.make()
    private let listeners = Listeners()
    private let source = Lock<Source?>(nil)
    private let pollInterval: Duration

    private enum Source {
        case listener(PostgresListener)
        case poller(Task<Void, Never>)
    }

    public init(_ database: Database, logger: Logger = .silent, pollInterval: Duration = .milliseconds(25)) {
        self.database = database
        self.logger = logger
        self.pollInterval = pollInterval
    }

    /// Begins to hear other processes. Needs the schema.
    public func start() async throws {
        switch database.dialect {
        case .postgres:
            let channel = try await database.read { try $0.first("SELECT \(Self.channel)") { try $0.text(0) } }
            let listener = try database.listen(channel.map { [$0] } ?? []) { [weak self] in self?.receive($0) }
            if let listener { source.withLock { $0 = .listener(listener) } }
        case .sqlite:
            let last = try await database.read { try $0.integer("SELECT max(id) FROM events") ?? 0 }
            let task = Task { [weak self, pollInterval] in
                var last = Int64(last)
                while !Task.isCancelled {
                    guard let self else { return }
                    last = await self.poll(after: last)
                    try? await Task.sleep(for: pollInterval)
                }
            }
            source.withLock { $0 = .poller(task) }
        }
    }

    /// Ends every subscription.
    public func stop() {
        let old: Source? = source.withLock { source in
            defer { source = nil }
            return source
        }
        switch old {
        case .listener(let listener): listener.stop()
        case .poller(let task): task.cancel()
        case nil: break
        }
        listeners.stop()
    }

    /// Hears `topics` from now on. `buffer`: how many events may wait for the listener.
    public func subscribe(_ topics: String..., buffer: Int = 256) -> Subscription { listeners.add(topics, buffer: buffer) }
    public func subscribe(_ topics: [String], buffer: Int = 256) -> Subscription { listeners.add(topics, buffer: buffer) }

    /// Tells `event` once the transaction of `connection` has been committed.
    public func publish(_ event: Event, in connection: Connection) throws { try publish([event], in: connection) }

    /// Tells them once the transaction of `connection` has been committed; one statement however many there are.
    public func publish(_ events: [Event], in connection: Connection) throws {
        guard !events.isEmpty else { return }
        let listeners = listeners
        connection.onCommit { for event in events { listeners.deliver(event) } }
        let bodies = events.map { event in
            let body = event.body.text
            return body.utf8.count > Self.bodyLimit ? "null" : body
        }
        switch connection.dialect {
        case .sqlite:
            let now = Timestamp.now()
            try connection.executeMany(
                "INSERT INTO events (origin, topic, kind, body, at) VALUES ($1, $2, $3, $4, $5)",
                zip(events, bodies).lazy.map { [.id(self.origin), .text($0.topic), .text($0.kind), .text($1), now.sqlValue] })
        case .postgres:
            let payloads = zip(events, bodies).map { event, body in
                var writer = JSONWriter()
                writer.beginArray()
                writer.string(origin.description)
                writer.string(event.topic)
                writer.string(event.kind)
                writer.raw(body)
                writer.endArray()
                return String(decoding: writer.bytes, as: UTF8.self)
            }
            _ = try connection.query("SELECT pg_notify(\(Self.channel), payload) FROM unnest($1) AS payload", payloads) { _ in }
        }
    }

    /// Tells `event` in this process alone.
    public func publishHere(_ event: Event) { listeners.deliver(event) }

    // MARK: from other processes

    private func receive(_ message: PostgresListener.Message) {
        switch message {
        case .connected: listeners.deliver(.resync)
        case .disconnected: logger.warning("events.disconnected")
        case .notification(_, let payload):
            guard let parts = (try? JSON.parse(payload))?.array, parts.count == 4, parts[0].string != origin.description,
                let topic = parts[1].string, let kind = parts[2].string
            else { return }
            listeners.deliver(Event(topic, kind, parts[3]))
        }
    }

    private func poll(after last: Int64) async -> Int64 {
        do {
            let found = try await database.read { connection in
                try connection.query("SELECT id, origin, topic, kind, body FROM events WHERE id > $1 ORDER BY id LIMIT 1000", last) { row in
                    (id: try row.int64(0), origin: try row.id(1), event: Event(try row.text(2), try row.text(3), try row.json(4)))
                }
            }
            for entry in found where entry.origin != origin { listeners.deliver(entry.event) }
            return found.last?.id ?? last
        } catch {
            logger.warning("events.unread", ["reason": .string("\(error)")])
            return last
        }
    }

    /// Forgets events that every process has had time to read; called now and then by whoever keeps house.
    public func prune(olderThan age: Duration = .seconds(300)) async throws {
        guard database.dialect == .sqlite else { return }
        let cutoff = Timestamp.now().advanced(by: .zero - age)
        // The newest row stays: its id is where processes that start from now on begin.
        try await database.write { connection in
            try connection.execute("DELETE FROM events WHERE at < $1 AND id < (SELECT max(id) FROM events)", cutoff)
        }
    }
}
