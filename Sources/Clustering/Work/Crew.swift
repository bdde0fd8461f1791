import Core
import Glibc

/// A few threads that share out pieces of work, the caller's own among them. What is computed never depends on which thread
/// took which piece.
public final class Crew: Sendable {
    public let threads: Int
    private let helpers: BlockingExecutor?

    /// - Parameter threads: how many work at once; nil for as many as there are processors.
    public init(threads: Int? = nil) {
        let count = max(1, threads ?? Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
        self.threads = count
        helpers = count > 1 ? BlockingExecutor(name: "clustering", threads: count - 1, queueLimit: count) : nil
    }

    deinit { helpers?.stop() }

    /// Calls `body` with every piece in `0..<count`, each once, several at a time; returns when all are done. An error ends the
    /// handing out of pieces and is thrown when those at work are done.
    ///
    /// A helper that comes when all pieces are taken does nothing, and nobody waits for it: on a busy machine that would be long.
    public func each(_ count: Int, _ body: @escaping @Sendable (Int) throws -> Void) throws {
        let shift = Shift(count)
        @Sendable func work() {
            while let piece = shift.take() {
                do {
                    try body(piece)
                    shift.finish(nil)
                } catch { shift.finish(error) }
            }
        }
        for _ in 1..<max(1, min(threads, count)) { _ = helpers?.submit(work) }
        work()
        try shift.wait()
    }
}

/// The pieces of one call.
///
/// `@unchecked Sendable`: what changes is touched only under `mutex`, whose storage lives as long as this object.
private final class Shift: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let done = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private let count: Int
    private var next = 0
    private var atWork = 0
    private var failure: (any Error)?

    init(_ count: Int) {
        self.count = count
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(done, nil)
    }

    deinit {
        pthread_cond_destroy(done)
        pthread_mutex_destroy(mutex)
        done.deallocate()
        mutex.deallocate()
    }

    func take() -> Int? {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        guard failure == nil, next < count else { return nil }
        next += 1
        atWork += 1
        return next - 1
    }

    func finish(_ error: (any Error)?) {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        failure = failure ?? error
        atWork -= 1
        if atWork == 0 { pthread_cond_signal(done) }
    }

    /// Called by the thread that found no more pieces to take.
    func wait() throws {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while atWork > 0 { pthread_cond_wait(done, mutex) }
        if let failure { throw failure }
    }
}
