import Core
import Glibc

/// An open file descriptor that closes itself. Every call blocks: use it on a blocking executor.
final class OpenFile: Sendable {
    let descriptor: CInt
    let path: String

    init(_ path: String, _ flags: CInt, mode: mode_t = 0) throws {
        descriptor = Glibc.open(path, flags | O_CLOEXEC, mode)
        self.path = path
        guard descriptor >= 0 else { throw StorageFault.error(errno, "open", path) }
    }

    deinit { close(descriptor) }

    func write(_ bytes: [UInt8]) throws {
        try bytes.withUnsafeBytes { try write($0) }
    }

    func write(_ bytes: UnsafeRawBufferPointer) throws {
        var rest = bytes
        while let base = rest.baseAddress, rest.count > 0 {
            let written = Glibc.write(descriptor, base, rest.count)
            if written < 0 {
                if errno == EINTR { continue }
                throw StorageFault.error(errno, "write", path)
            }
            rest = UnsafeRawBufferPointer(rebasing: rest[written...])
        }
    }

    /// Up to `count` bytes from `offset`; fewer only at the end of the file.
    func read(_ count: Int, at offset: Int64) throws -> [UInt8] {
        try [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            while initialized < count, let base = buffer.baseAddress {
                let got = pread(descriptor, base + initialized, count - initialized, off_t(offset) + initialized)
                if got < 0 {
                    if errno == EINTR { continue }
                    throw StorageFault.error(errno, "read", path)
                }
                if got == 0 { break }
                initialized += got
            }
        }
    }

    func status() throws -> stat {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw StorageFault.error(errno, "stat", path) }
        return status
    }

    func sync() throws {
        guard fsync(descriptor) == 0 else { throw StorageFault.error(errno, "fsync", path) }
    }

    /// Blobs are linked into training folders, where a program that writes in place would alter them.
    func makeReadOnly() throws {
        guard fchmod(descriptor, 0o440) == 0 else { throw StorageFault.error(errno, "chmod", path) }
    }
}
