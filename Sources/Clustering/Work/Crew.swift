import Core
import Glibc

/// A few threads that share out pieces of work, the caller's own among them. What is computed never depends on which thread
/// took which piece.
///
/// `@unchecked Sendable`: `busy` is touched only under `mutex`, whose storage lives as long as this object.
final class Crew: @unchecked Sendable {
    let threads: Int
    private let helpers: BlockingExecutor?
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let done = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var busy = 0

    /// - Parameter threads: how many work at once; nil for as many as there are processors.
    init(threads: Int? = nil) {
        let count = max(1, threads ?? Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
        self.threads = count
        helpers = count > 1 ? BlockingExecutor(name: "clustering", threads: count - 1, queueLimit: count) : nil
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(done, nil)
    }

    deinit {
        helpers?.stop()
        pthread_cond_destroy(done)
        pthread_mutex_destroy(mutex)
        done.deallocate()
        mutex.deallocate()
    }

    /// Calls `body` with every piece in `0..<count`, each once, several at a time; returns when all are done. An error ends the
    /// handing out of pieces and is thrown when the pieces at work are done.
    func each(_ count: Int, _ body: @escaping @Sendable (Int) throws -> Void) throws {
        let pieces = Lock(Pieces(next: 0, count: count, failure: nil))
        @Sendable func work() {
            while let piece = pieces.withLock({ $0.take() }) {
                do { try body(piece) } catch { pieces.withLock { $0.failure = $0.failure ?? error } }
            }
        }
        for _ in 1..<max(1, min(threads, count)) {
            enter()
            let accepted = helpers?.submit { [self] in
                work()
                leave()
            }
            if accepted != true { leave() }
        }
        work()
        wait()
        if let failure = pieces.withLock({ $0.failure }) { throw failure }
    }

    private func enter() {
        pthread_mutex_lock(mutex)
        busy += 1
        pthread_mutex_unlock(mutex)
    }

    private func leave() {
        pthread_mutex_lock(mutex)
        busy -= 1
        if busy == 0 { pthread_cond_signal(done) }
        pthread_mutex_unlock(mutex)
    }

    private func wait() {
        pthread_mutex_lock(mutex)
        while busy > 0 { pthread_cond_wait(done, mutex) }
        pthread_mutex_unlock(mutex)
    }
}

private struct Pieces {
    var next: Int
    let count: Int
    var failure: (any Error)?

    mutating func take() -> Int? {
        guard failure == nil, next < count else { return nil }
        defer { next += 1 }
        return next
    }
}
