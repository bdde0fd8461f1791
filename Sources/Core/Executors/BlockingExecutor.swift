import Glibc

/// Threads of its own for calls that block (SQL, disk, codecs, password hashing), so that Swift's cooperative pool, which
/// has only as many threads as cores, never waits. The queue is bounded: when it is full the caller is told at once
/// (`FoveaError.unavailable`, 503) instead of piling up.
///
/// `@unchecked Sendable`: mutable state is touched only under `mutex`.
public final class BlockingExecutor: @unchecked Sendable {
    public let name: String
    public let threadCount: Int
    private let queueLimit: Int
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let ready = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var queue = WorkQueue()
    private var started = 0
    private var idle = 0
    private var running = 0
    private var stopped = false

    /// - Parameters:
    ///   - threads: how many calls run at once; each thread is started when first needed.
    ///   - queueLimit: how many calls may wait.
    public init(name: String, threads: Int, queueLimit: Int) {
        self.name = name
        self.threadCount = max(1, threads)
        self.queueLimit = queueLimit
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(ready, nil)
        ExecutorRegister.add(self)
    }

    deinit {
        ExecutorRegister.remove(self)
        pthread_cond_destroy(ready)
        pthread_mutex_destroy(mutex)
        ready.deallocate()
        mutex.deallocate()
    }

    /// Runs `work` on one of the threads and answers its result. Throws `FoveaError.unavailable` when the queue is full or
    /// the executor has been stopped, else what `work` throws.
    public func run<Result: Sendable>(_ work: @escaping @Sendable () throws -> Result) async throws -> Result {
        try await withUnsafeThrowingContinuation { (continuation: UnsafeContinuation<Result, any Error>) in
            let accepted = submit {
                do { continuation.resume(returning: try work()) } catch { continuation.resume(throwing: error) }
            }
            if !accepted { continuation.resume(throwing: FoveaError.overloaded(name)) }
        }
    }

    /// Queues `work`; false when it was not taken.
    public func submit(_ work: @escaping @Sendable () -> Void) -> Bool {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        guard !stopped, queue.count + running < threadCount + queueLimit else { return false }
        queue.append(work)
        if idle > 0 {
            pthread_cond_signal(ready)
        } else if started < threadCount {
            started += 1
            startThread()
        }
        return true
    }

    /// Calls at work, and calls that wait.
    var load: (running: Int, waiting: Int) {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return (running, queue.count)
    }

    /// Takes no more work; what is queued still runs. Threads end when the queue is empty.
    public func stop() {
        pthread_mutex_lock(mutex)
        stopped = true
        pthread_cond_broadcast(ready)
        pthread_mutex_unlock(mutex)
    }

    private func startThread() {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        pthread_attr_setstacksize(&attributes, 2 << 20)
        var thread = pthread_t()
        let context = Unmanaged.passRetained(self).toOpaque()
        let status = pthread_create(
            &thread, &attributes,
            { context in
                guard let context else { return nil }
                Unmanaged<BlockingExecutor>.fromOpaque(context).takeRetainedValue().loop()
                return nil
            }, context)
        pthread_attr_destroy(&attributes)
        precondition(status == 0, "no thread could be started for \(name)")
    }

    private func loop() {
        while runNext() {
            pthread_mutex_lock(mutex)
            running -= 1
            pthread_mutex_unlock(mutex)
        }
    }

    /// False when there is nothing more to come. The work goes, with all that it alone held, before the lock is taken again: a
    /// `deinit` may be among that which stops this very executor.
    private func runNext() -> Bool {
        guard let work = next() else { return false }
        work()
        return true
    }

    /// Waits for something to do; nil at the end.
    private func next() -> (@Sendable () -> Void)? {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while true {
            if let work = queue.popFirst() {
                running += 1
                return work
            }
            if stopped { return nil }
            idle += 1
            pthread_cond_wait(ready, mutex)
            idle -= 1
        }
    }
}

/// First in, first out, without moving what waits.
private struct WorkQueue {
    private var items: [(@Sendable () -> Void)?] = []
    private var head = 0
    var count: Int { items.count - head }

    mutating func append(_ work: @escaping @Sendable () -> Void) { items.append(work) }

    mutating func popFirst() -> (@Sendable () -> Void)? {
        guard head < items.count else { return nil }
        let work = items[head]
        items[head] = nil
        head += 1
        if head == items.count {
            items.removeAll(keepingCapacity: true)
            head = 0
        } else if head > 1024 {
            items.removeFirst(head)
            head = 0
        }
        return work
    }
}
