import Core
import Glibc

/// Reads a regular file from its start. Never follows a link in its last component.
public final class FileStream {
    private let descriptor: Int32
    public let size: Int64

    /// Throws `FoveaError.notFound` when it is not there, cannot be read, or is no regular file.
    public init(_ path: String) throws {
        descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else {
            throw FoveaError(.notFound, "\(path.lastComponent) cannot be read: \(String(cString: strerror(errno))).", underlying: path)
        }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw FoveaError(.notFound, "\(path.lastComponent) is no regular file.", underlying: path)
        }
        size = Int64(status.st_size)
    }

    deinit { close(descriptor) }

    /// As `lseek`: the new place, or less than 0.
    func seek(_ offset: Int64, _ whence: Int32) -> Int64 { Int64(lseek(descriptor, Int(offset), whence)) }

    /// Fills the buffer as far as there are bytes; 0 at the end. A failing disk reads as the end.
    public func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        while true {
            let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            if count < 0 && errno == EINTR { continue }
            return max(0, count)
        }
    }

    /// The next bytes, at most so many; empty at the end.
    public func read(upTo limit: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
            count = 0
            while count < limit {
                let got = read(into: UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[count...]))
                if got == 0 { break }
                count += got
            }
        }
    }

    /// A whole file, when it is no larger than `limit`.
    public static func contents(of path: String, limit: Int) throws -> [UInt8] {
        let stream = try FileStream(path)
        guard stream.size <= Int64(limit) else {
            throw FoveaError(.tooLarge, "\(path.lastComponent) is larger than \(limit) bytes.")
        }
        return stream.read(upTo: limit)
    }
}
