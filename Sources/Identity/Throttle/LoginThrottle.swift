import Core

/// How long to wait after failed sign-ins, counted by one `ThrottleSubject`: free at first, then doubling. A pure value, so
/// that tests need no clock of their own.
struct LoginThrottle: Sendable, Equatable {
    var failures: Int
    var lastAt: Timestamp

    private static let first = Duration.seconds(2)
    private static let longest = Duration.seconds(900)
    /// After so long without a failure all is forgotten.
    static let memory = Duration.seconds(3600)

    /// Seconds to wait before another attempt; nil when it may be made now.
    func wait(free: Int, now: Timestamp) -> Int? {
        guard failures >= free, now < lastAt.advanced(by: Self.memory) else { return nil }
        let doublings = min(20, failures - free)
        let pause = min(Self.longest, Self.first * (1 << doublings))
        let left = lastAt.advanced(by: pause) - now
        return left > .zero ? max(1, Int(left.inSeconds.rounded(.up))) : nil
    }

    func failed(at now: Timestamp) -> LoginThrottle {
        let remembered = now < lastAt.advanced(by: Self.memory) ? failures : 0
        return LoginThrottle(failures: remembered + 1, lastAt: now)
    }
}
