import Core
import Glibc

/// Bytes from a thread that may wait to a task that must not: the thread waits while the task is behind by more than a few
/// pieces, so that a slow client slows the making and memory stays bounded.
///
/// `@unchecked Sendable`: mutable state is touched only under `mutex`.
final class BytePipe: @unchecked Sendable {
    private static let capacity = 1 << 20
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let drained = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var pieces: [[UInt8]] = []
    private var waiting = 0
    private var reader: CheckedContinuation<[UInt8]?, any Error>?
    private var end: Result<Void, any Error>?
    private var isAbandoned = false

    init() {
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(drained, nil)
    }

    deinit {
        pthread_cond_destroy(drained)
        pthread_mutex_destroy(mutex)
        drained.deallocate()
        mutex.deallocate()
    }

    /// Called on a thread that may block. Throws `CancellationError` once nobody reads any more.
    func write(_ bytes: [UInt8]) throws {
        guard !bytes.isEmpty else { return }
        pthread_mutex_lock(mutex)
        while waiting >= Self.capacity && !isAbandoned { pthread_cond_wait(drained, mutex) }
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
        let reader = self.reader
        self.reader = nil
        pthread_cond_broadcast(drained)
        pthread_mutex_unlock(mutex)
        reader?.resume(throwing: CancellationError())
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
            pthread_cond_broadcast(drained)
            pthread_mutex_unlock(mutex)
            continuation.resume(returning: all)
        } else if let end {
            pthread_mutex_unlock(mutex)
            continuation.resume(with: end.map { nil })
        } else {
            reader = continuation
            pthread_mutex_unlock(mutex)
        }
    }
}
