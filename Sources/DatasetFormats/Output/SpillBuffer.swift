import Core
import Glibc

/// Bytes written once in order and read back at random: in memory up to a limit, beyond it in a temporary file without a
/// name, which the system removes whatever happens.
final class SpillBuffer {
    private var tail: [UInt8] = []
    private var flushed: Int64 = 0
    private var descriptor: Int32 = -1
    private let memoryLimit: Int

    init(memoryLimit: Int = 16 << 20) { self.memoryLimit = memoryLimit }

    deinit { if descriptor >= 0 { close(descriptor) } }

    var count: Int64 { flushed + Int64(tail.count) }

    func append(_ bytes: some Collection<UInt8>) throws {
        tail.append(contentsOf: bytes)
        if tail.count >= memoryLimit { try flush() }
    }

    private func flush() throws {
        if descriptor < 0 { descriptor = try TemporaryFile.open() }
        var done = 0
        while done < tail.count {
            let count = tail.withUnsafeBytes { write(descriptor, $0.baseAddress.map { $0 + done }, $0.count - done) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else {
                throw FoveaError(.internal, "The disk for temporary files is full.", underlying: String(cString: strerror(errno)))
            }
            done += count
        }
        flushed += Int64(tail.count)
        tail.removeAll(keepingCapacity: true)
    }

    /// At most `count` bytes from a place; fewer at the end.
    func read(at offset: Int64, count: Int) throws -> [UInt8] {
        if offset < flushed && offset + Int64(count) > flushed && !tail.isEmpty { try flush() }
        if offset >= flushed {
            let start = Int(offset - flushed)
            return start < tail.count ? Array(tail[start..<min(tail.count, start + count)]) : []
        }
        return [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            initialized = 0
            while initialized < count {
                let got = pread(descriptor, buffer.baseAddress.map { $0 + initialized }, count - initialized, off_t(offset) + off_t(initialized))
                if got < 0 && errno == EINTR { continue }
                if got <= 0 { break }
                initialized += got
            }
        }
    }
}

/// Files that exist only as long as they are open.
enum TemporaryFile {
    static func open() throws -> Int32 {
        let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array("\(folder)/fovea-spill-XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else {
            throw FoveaError(.internal, "No temporary file can be made in \(folder).", underlying: String(cString: strerror(errno)))
        }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        unlink(template)
        return descriptor
    }
}
