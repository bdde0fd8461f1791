public struct WorkerOptions: Sendable {
    /// How long a job stays with a worker that is not heard of. With `reapInterval` it bounds how late a dead worker is
    /// noticed (10 s + 1.5 s, within the promised 15).
    public var lease: Duration
    public var heartbeat: Duration
    public var reapInterval: Duration
    /// How often logs and progress are written.
    public var flushInterval: Duration
    /// How often to look for work when no event tells of any.
    public var pollInterval: Duration

    public init(
        lease: Duration = .seconds(10), heartbeat: Duration = .seconds(3), reapInterval: Duration = .milliseconds(1500),
        flushInterval: Duration = .milliseconds(500), pollInterval: Duration = .seconds(1)
    ) {
        self.lease = lease
        self.heartbeat = heartbeat
        self.reapInterval = reapInterval
        self.flushInterval = flushInterval
        self.pollInterval = pollInterval
    }
}
