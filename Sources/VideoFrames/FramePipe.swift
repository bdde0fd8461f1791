import Core
import Glibc

/// The pipe through which raw frames come, each of the same number of bytes.
final class FramePipe: Sendable {
    private let frameBytes: Int
    private let reader: Int32
    private let open: Lock<Int32>
    /// Reading waits for the program that decodes.
    private let executor = BlockingExecutor(name: "reading frames", threads: 1, queueLimit: 4)

    init(frameBytes: Int) throws {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw FoveaError(.unavailable, "No more pipes can be opened on this machine.", retryAfter: 1) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        self.frameBytes = frameBytes
        reader = ends[0]
        open = Lock(ends[1])
    }

    deinit {
        closeWriter()
        executor.stop()
        close(reader)
    }

    /// For the child.
    var writer: Int32 { open.withLock { $0 } }

    /// Once the child has it: the pipe then ends when the child does.
    func closeWriter() {
        open.withLock { descriptor in
            if descriptor >= 0 { close(descriptor) }
            descriptor = -1
        }
    }

    /// The next frame's bytes; nil at the end, also within a frame.
    func next() async throws -> [UInt8]? {
        try await executor.run {
            var count = 0
            let bytes = [UInt8](unsafeUninitializedCapacity: self.frameBytes) { buffer, filled in
                while count < self.frameBytes {
                    let got = read(self.reader, buffer.baseAddress.map { $0 + count }, self.frameBytes - count)
                    if got < 0, errno == EINTR { continue }
                    guard got > 0 else { break }
                    count += got
                }
                filled = count
            }
            return count == self.frameBytes ? bytes : nil
        }
    }
}
