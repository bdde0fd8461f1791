public struct PostgresOptions: Sendable {
    /// Connections, each with a thread of its own, opened when first needed.
    public var connections: Int
    public var statementTimeout: Duration
    public var connectTimeout: Duration
    /// How often a `write` is begun again after a deadlock or serialization failure.
    public var retries: Int
    /// After a failed attempt to connect, how long callers are told at once that the server is away.
    public var reconnectPause: Duration

    public init(
        connections: Int = 8, statementTimeout: Duration = .seconds(30), connectTimeout: Duration = .seconds(5),
        retries: Int = 5, reconnectPause: Duration = .milliseconds(500)
    ) {
        self.connections = connections
        self.statementTimeout = statementTimeout
        self.connectTimeout = connectTimeout
        self.retries = retries
        self.reconnectPause = reconnectPause
    }
}
