import Core
import Glibc

/// The lines of a pipe, as they come. Read it with one `for await`; a second reader would get other lines.
///
/// Memory is bounded: when a mebibyte waits to be read, reading the pipe pauses, and the writer with it.
public struct LineStream: AsyncSequence, Sendable {
    public typealias Element = String
    private let queue: LineQueue
    private let interest: Interest

    /// Takes the descriptor over. Nil: a stream without lines.
    init(descriptor: Int32?) {
        let queue = LineQueue()
        self.queue = queue
        interest = Interest(queue)
        if let descriptor {
            startThread { LineStream.pump(descriptor, into: queue) }
        } else {
            queue.finish()
        }
    }

    public func makeAsyncIterator() -> Iterator { Iterator(queue: queue, interest: interest) }

    public struct Iterator: AsyncIteratorProtocol {
        let queue: LineQueue
        let interest: Interest
        public mutating func next() async -> String? { await queue.next() }
    }

    /// Reads everything; ends when the writer does.
    public func collect() async -> [String] {
        var lines: [String] = []
        for await line in self { lines.append(line) }
        return lines
    }

    private static func pump(_ descriptor: Int32, into queue: LineQueue) {
        var splitter = LineSplitter()
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 65536) { buffer in
            while true {
                let count = read(descriptor, buffer.baseAddress, buffer.count)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { break }
                for line in splitter.add(UnsafeBufferPointer(rebasing: buffer[..<count])) { queue.push(line) }
            }
        }
        if let rest = splitter.finish() { queue.push(rest) }
        queue.finish()
        close(descriptor)
    }
}

/// Lives as long as somebody can still read the stream; after that the pipe is drained to nowhere, so that its thread ends.
final class Interest: Sendable {
    private let queue: LineQueue
    init(_ queue: LineQueue) { self.queue = queue }
    deinit { queue.abandon() }
}

/// Between the thread that reads a pipe and the task that wants its lines.
///
/// `@unchecked Sendable`: state is touched only under `mutex`.
final class LineQueue: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let drained = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var lines: [String] = []
    private var head = 0
    private var waitingBytes = 0
    private var ended = false
    private var abandoned = false
    private var reader: UnsafeContinuation<String?, Never>?
    private let byteLimit = 1 << 20

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

    /// Blocks while too much waits.
    func push(_ line: String) {
        pthread_mutex_lock(mutex)
        while waitingBytes > byteLimit, reader == nil, !abandoned { pthread_cond_wait(drained, mutex) }
        let waiting = reader
        reader = nil
        if waiting == nil, !abandoned {
            lines.append(line)
            waitingBytes += line.utf8.count + 16
        }
        pthread_mutex_unlock(mutex)
        waiting?.resume(returning: line)
    }

    func finish() {
        pthread_mutex_lock(mutex)
        ended = true
        let waiting = reader
        reader = nil
        pthread_mutex_unlock(mutex)
        waiting?.resume(returning: nil)
    }

    func abandon() {
        pthread_mutex_lock(mutex)
        abandoned = true
        lines = []
        head = 0
        waitingBytes = 0
        pthread_cond_signal(drained)
        pthread_mutex_unlock(mutex)
    }

    /// Nil at the end, and at once when the task is cancelled.
    func next() async -> String? {
        await withTaskCancellationHandler {
            await withUnsafeContinuation { continuation in
                pthread_mutex_lock(mutex)
                if head < lines.count {
                    let line = takeFirst()
                    pthread_mutex_unlock(mutex)
                    continuation.resume(returning: line)
                } else if ended || Task.isCancelled || reader != nil {
                    pthread_mutex_unlock(mutex)
                    continuation.resume(returning: nil)
                } else {
                    reader = continuation
                    pthread_mutex_unlock(mutex)
                }
            }
        } onCancel: {
            pthread_mutex_lock(mutex)
            let waiting = reader
            reader = nil
            pthread_mutex_unlock(mutex)
            waiting?.resume(returning: nil)
        }
    }

    private func takeFirst() -> String {
        let line = lines[head]
        lines[head] = ""
        head += 1
        waitingBytes -= line.utf8.count + 16
        if head == lines.count {
            lines.removeAll(keepingCapacity: true)
            head = 0
        } else if head > 4096 {
            lines.removeFirst(head)
            head = 0
        }
        pthread_cond_signal(drained)
        return line
    }
}
