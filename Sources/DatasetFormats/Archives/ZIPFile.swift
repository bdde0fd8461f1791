import Core
import Glibc

/// A ZIP in a new file.
enum ZIPFile {
    static func sink(_ path: String) throws -> ZIPSink {
        let file = try NewFile(path)
        return try ZIPSink { try file.write($0) }
    }

    private final class NewFile {
        private let descriptor: Int32

        init(_ path: String) throws {
            descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
            guard descriptor >= 0 else { throw FoveaError(.invalid, "\(path) cannot be made: \(String(cString: strerror(errno))).") }
        }

        deinit { close(descriptor) }

        func write(_ bytes: UnsafeRawBufferPointer) throws {
            var done = 0
            while done < bytes.count {
                let count = Glibc.write(descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done)
                if count < 0 && errno == EINTR { continue }
                guard count > 0 else { throw FoveaError(.internal, "The archive cannot be written: \(String(cString: strerror(errno))).") }
                done += count
            }
        }
    }
}
