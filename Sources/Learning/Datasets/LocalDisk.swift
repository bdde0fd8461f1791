import Core
import Glibc

/// Small jobs on this machine's files, off Swift's pool.
public enum LocalDisk {
    static let executor = BlockingExecutor(name: "the disk", threads: 2, queueLimit: 256)

    /// A folder of this name below `parent`, made with what leads to it.
    static func makeFolder(_ path: String) throws {
        if mkdir(path, 0o750) == 0 || errno == EEXIST { return }
        guard errno == ENOENT, let slash = path.lastIndex(of: "/"), slash != path.startIndex else { throw failure(path) }
        try makeFolder(String(path[..<slash]))
        guard mkdir(path, 0o750) == 0 || errno == EEXIST else { throw failure(path) }
    }

    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// Deletes a folder and all in it; links go, what they name stays.
    public static func remove(_ path: String) {
        if let directory = opendir(path) {
            while let entry = readdir(directory) {
                let name = withUnsafePointer(to: &entry.pointee.d_name) {
                    $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                if name == "." || name == ".." { continue }
                let child = "\(path)/\(name)"
                if unlink(child) != 0 && (errno == EISDIR || errno == EPERM) { remove(child) }
            }
            closedir(directory)
            rmdir(path)
        } else {
            unlink(path)
        }
    }

    /// Hands a file's bytes over in pieces.
    static func read(_ path: String, _ body: ([UInt8]) async throws -> Void) async throws {
        let descriptor = try await executor.run {
            let descriptor = open(path, O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else { throw failure(path) }
            return descriptor
        }
        defer { close(descriptor) }
        while true {
            let piece = try await executor.run {
                let piece = [UInt8](unsafeUninitializedCapacity: 256 << 10) { buffer, initialized in
                    initialized = max(0, Glibc.read(descriptor, buffer.baseAddress, buffer.count))
                }
                return piece
            }
            if piece.isEmpty { return }
            try await body(piece)
        }
    }

    static func failure(_ path: String) -> FoveaError {
        FoveaError(.unavailable, "A file on the server could not be used: \(String(cString: strerror(errno))).", retryAfter: 30, underlying: path)
    }
}
