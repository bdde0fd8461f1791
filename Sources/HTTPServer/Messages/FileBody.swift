import Core
import Glibc

/// Bytes of an open file, sent by the kernel without passing through the program. Owns the descriptor.
public struct FileBody: Sendable {
    let handle: FileHandle
    public var offset: Int64
    public var length: Int64

    /// Takes over `descriptor` of a regular file, which stays open for as long as this value is kept.
    public init(descriptor: Int32, offset: Int64 = 0, length: Int64) {
        handle = FileHandle(descriptor)
        self.offset = offset
        self.length = length
    }

    /// Opens a regular file; never follows a symbolic link in the last component. A disk call: run it on a blocking
    /// executor. Throws `FoveaError.notFound`.
    public static func open(_ path: String) throws -> FileBody {
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { throw FoveaError.notFound("The file") }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw FoveaError.notFound("The file")
        }
        return FileBody(descriptor: descriptor, length: Int64(status.st_size))
    }

    /// Reads up to `count` bytes at `position` from the start of this body. A disk call.
    func read(at position: Int64, count: Int) -> [UInt8] {
        let wanted = Int(min(Int64(count), length - position))
        guard wanted > 0 else { return [] }
        return [UInt8](unsafeUninitializedCapacity: wanted) { buffer, initialized in
            initialized = max(0, pread(handle.descriptor, buffer.baseAddress, wanted, off_t(offset + position)))
        }
    }
}

/// Closes its descriptor when nobody needs it any more.
final class FileHandle: Sendable {
    let descriptor: Int32
    init(_ descriptor: Int32) { self.descriptor = descriptor }
    deinit { close(descriptor) }
}
