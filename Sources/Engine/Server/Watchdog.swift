import Core
import Glibc

/// Ends the process when one piece of work runs far longer than any picture or model should: a thread inside a C library can
/// be stopped in no other way. The supervisor starts the engine again, and the request that hung fails with its digest. Work that
/// knows how to stop is asked to, long before.
final class Watchdog: Sendable {
    private let limit: Duration
    private let running = Lock<[Int: Work]>([:])
    private let next = Lock(0)
    private let logger: Logger
    private let end: @Sendable () -> Void

    private struct Work {
        let name: String
        let since: ContinuousClock.Instant
        let stop: (after: Duration, how: @Sendable () -> Void)?
    }

    /// - Parameter end: what to do; the default ends the process at once, without running anything more in it.
    init(limit: Duration, logger: Logger, end: @escaping @Sendable () -> Void = { _exit(70) }) {
        self.limit = limit
        self.logger = logger
        self.end = end
    }

    /// - Parameter stop: how to end this work alone, and when; may be called again and again while it runs on.
    func watch<Result>(
        _ name: String, stop: (after: Duration, how: @Sendable () -> Void)? = nil, _ body: () throws -> Result
    ) rethrows -> Result {
        let ticket = next.withLock { count in
            count += 1
            return count
        }
        running.withLock { $0[ticket] = Work(name: name, since: .now, stop: stop) }
        defer { running.withLock { $0[ticket] = nil } }
        return try body()
    }

    /// The work that has run too long at `now`, if any.
    func overdue(at now: ContinuousClock.Instant = .now) -> String? {
        running.withLock { work in work.values.first { now - $0.since > limit }?.name }
    }

    /// Looks once; stops what is late and ends the process when something is overdue.
    func check(at now: ContinuousClock.Instant = .now) {
        for work in running.withLock({ Array($0.values) }) {
            if let stop = work.stop, now - work.since > stop.after { stop.how() }
        }
        guard let name = overdue(at: now) else { return }
        logger.error("engine work hangs; the process ends", ["op": .string(name), "limit_seconds": .double(limit.inSeconds)])
        end()
    }

    /// Looks every second from now on.
    func start() {
        let thread = BlockingExecutor(name: "engine watchdog", threads: 1, queueLimit: 1)
        _ = thread.submit {
            while true {
                sleep(1)
                self.check()
            }
        }
    }
}
