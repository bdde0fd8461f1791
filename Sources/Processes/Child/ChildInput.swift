import Core
import Glibc

/// The writing end of a child's standard input.
public final class ChildInput: Sendable {
    private let descriptor: Lock<Int32>
    /// Writes wait for the child to read, so they have a thread of their own.
    private let executor = BlockingExecutor(name: "writing to a process", threads: 1, queueLimit: 64)

    init(descriptor: Int32) { self.descriptor = Lock(descriptor) }

    deinit { close() }

    /// Writes all the bytes. Throws when the child no longer reads.
    public func write(_ bytes: [UInt8]) async throws {
        try await executor.run { try self.writeAll(bytes) }
    }

    /// The child then reads the end of its input.
    public func close() {
        executor.stop()
        descriptor.withLock { descriptor in
            if descriptor >= 0 { _ = Glibc.close(descriptor) }
            descriptor = -1
        }
    }

    func writeAllAndClose(_ bytes: [UInt8]) {
        _ = executor.submit {
            try? self.writeAll(bytes)
            self.close()
        }
    }

    private func writeAll(_ bytes: [UInt8]) throws {
        let descriptor = self.descriptor.withLock { $0 }
        guard descriptor >= 0 else { throw FoveaError(.unavailable, "The process's input has been closed.") }
        try bytes.withUnsafeBytes { buffer in
            var rest = buffer[...]
            while !rest.isEmpty {
                let count = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { throw FoveaError(.unavailable, "The process no longer reads its input.") }
                rest = rest.dropFirst(count)
            }
        }
    }
}
