import Core
import Glibc

/// Bytes from a thread that may wait to a task that must not: the thread waits while the task is behind by more than a few
/// pieces, so that a slow client slows the making and memory stays bounded. A task that takes nothing for too long is given
/// up: threads are few, and one client must not keep them.
///
/// `@unchecked Sendable`: mutable state is touched only under `mutex`.
final class BytePipe: @unchecked Sendable {
    private static let capacity = 1 << 20
    private let patience: Duration
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let drained = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var pieces: [[UInt8]] = []
    private var waiting = 0
    private var reader: CheckedContinuation<[UInt8]?, any Error>?
    private var follower: CheckedContinuation<Void, any Error>?
    private var end: Result<Void, any Error>?
    private var isAbandoned = false

    /// - Parameter patience: how long to wait until a megabyte has been taken.
    init(patience: Duration = .seconds(60)) {
        self.patience = patience
        pthread_mutex_init(mutex, nil)
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        pthread_cond_init(drained, &attributes)
        pthread_condattr_destroy(&attributes)
    }

    deinit {
        pthread_cond_destroy(drained)
        pthread_mutex_destroy(mutex)
        drained.deallocate()
        mutex.deallocate()
    }

    /// Called on a thread that may block. Throws `CancellationError` once nobody reads any more, `FoveaError.timeout` when the
    /// reader is too slow.
    func write(_ bytes: [UInt8]) throws {
        guard !bytes.isEmpty else { return }
        pthread_mutex_lock(mutex)
        var deadline = Self.time(after: patience)
        while waiting >= Self.capacity && !isAbandoned {
            guard pthread_cond_timedwait(drained, mutex, &deadline) == ETIMEDOUT else { continue }
            pthread_mutex_unlock(mutex)
            throw FoveaError(.timeout, "The download was too slow and was given up.")
        }
        if isAbandoned {
            pthread_mutex_unlock(mutex)
            throw CancellationError()
        }
        if let reader {
            self.reader = nil
            pthread_mutex_unlock(mutex)
            reader.resume(returning: bytes)
            return
        }
        pieces.append(bytes)
        waiting += bytes.count
        pthread_mutex_unlock(mutex)
    }

    private static func time(after duration: Duration) -> timespec {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        let (seconds, fraction) = duration.components
        let nanoseconds = now.tv_nsec + Int(fraction / 1_000_000_000)
        return timespec(tv_sec: now.tv_sec + Int(seconds) + nanoseconds / 1_000_000_000, tv_nsec: nanoseconds % 1_000_000_000)
    }

    /// Waits without a thread until there is room for more: what is to be written then hardly waits. One at a time.
    func room() async throws {
        try await withCheckedThrowingContinuation { continuation in
            pthread_mutex_lock(mutex)
            let isAbandoned = isAbandoned, isFull = waiting >= Self.capacity && !isAbandoned
            if isFull { follower = continuation }
            pthread_mutex_unlock(mutex)
            if isAbandoned { continuation.resume(throwing: CancellationError()) } else if !isFull { continuation.resume() }
        }
    }

    /// Nothing more comes: the reader gets nil, or the error.
    func finish(_ result: Result<Void, any Error>) {
        pthread_mutex_lock(mutex)
        if end == nil { end = result }
        let reader = pieces.isEmpty ? self.reader : nil
        if reader != nil { self.reader = nil }
        pthread_mutex_unlock(mutex)
        reader?.resume(with: result.map { nil })
    }

    /// Nobody reads any more: the writer stops.
    func abandon() {
        pthread_mutex_lock(mutex)
        isAbandoned = true
        pieces = []
        waiting = 0
        let reader = self.reader, follower = self.follower
        self.reader = nil
        self.follower = nil
        pthread_cond_broadcast(drained)
        pthread_mutex_unlock(mutex)
        reader?.resume(throwing: CancellationError())
        follower?.resume(throwing: CancellationError())
    }

    /// The next bytes; nil at the end. One reader.
    func next() async throws -> [UInt8]? {
        try await withCheckedThrowingContinuation { continuation in take(continuation) }
    }

    private func take(_ continuation: CheckedContinuation<[UInt8]?, any Error>) {
        pthread_mutex_lock(mutex)
        if isAbandoned {
            pthread_mutex_unlock(mutex)
            continuation.resume(throwing: CancellationError())
        } else if !pieces.isEmpty {
            let all = pieces.count == 1 ? pieces[0] : Array(pieces.joined())
            pieces = []
            waiting = 0
            let follower = self.follower
            self.follower = nil
            pthread_cond_broadcast(drained)
            pthread_mutex_unlock(mutex)
            continuation.resume(returning: all)
            follower?.resume()
        } else if let end {
            pthread_mutex_unlock(mutex)
            continuation.resume(with: end.map { nil })
        } else {
            reader = continuation
            pthread_mutex_unlock(mutex)
        }
    }
}
