/// Where "now" comes from. State machines take it as a value, so that tests drive them without sleeping.
public struct WallClock: Sendable {
    public var now: @Sendable () -> Timestamp

    public init(now: @escaping @Sendable () -> Timestamp) { self.now = now }

    public static let system = WallClock(now: { Timestamp.now() })
}

/// Time that never jumps, for measuring how long something took.
public struct Stopwatch: Sendable {
    private let start = ContinuousClock.now
    public init() {}
    public var elapsed: Duration { ContinuousClock.now - start }
    public var milliseconds: Double { elapsed.inMilliseconds }
}
