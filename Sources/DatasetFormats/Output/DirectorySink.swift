import Core
import Glibc

/// Writes into a folder, which must be new or empty, so that two datasets never mix.
public final class DirectorySink: DatasetSink {
    private let root: String
    private var made: Set<String> = []

    public init(_ root: String) throws {
        self.root = root
        try Self.makeFolder(root)
        guard let directory = opendir(root) else {
            throw FoveaError(.invalid, "\(root) cannot be written: \(String(cString: strerror(errno))).")
        }
        defer { closedir(directory) }
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != "." && name != ".." { throw FoveaError(.conflict, "\(root) is not empty; name a new folder.") }
        }
    }

    private static func makeFolder(_ path: String) throws {
        if mkdir(path, 0o777) == 0 || errno == EEXIST { return }
        guard errno == ENOENT, path.contains("/"), !path.parentPath.isEmpty else {
            throw FoveaError(.invalid, "\(path) cannot be made: \(String(cString: strerror(errno))).")
        }
        try makeFolder(path.parentPath)
        guard mkdir(path, 0o777) == 0 || errno == EEXIST else {
            throw FoveaError(.invalid, "\(path) cannot be made: \(String(cString: strerror(errno))).")
        }
    }

    public func write(_ path: String, size: Int64?, next: () throws -> [UInt8]) throws {
        let target = "\(root)/\(path)"
        if made.insert(target.parentPath).inserted { try Self.makeFolder(target.parentPath) }
        try Self.write(to: target, path, next: next)
    }

    /// A new file at once.
    static func write(_ bytes: [UInt8], to target: String) throws {
        var rest = bytes
        try write(to: target, target.lastComponent) {
            defer { rest = [] }
            return rest
        }
    }

    private static func write(to target: String, _ name: String, next: () throws -> [UInt8]) throws {
        let descriptor = open(target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o666)
        guard descriptor >= 0 else { throw FoveaError(.internal, "\(name) cannot be written: \(String(cString: strerror(errno))).") }
        defer { close(descriptor) }
        while true {
            let bytes = try next()
            if bytes.isEmpty { break }
            var done = 0
            while done < bytes.count {
                let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress.map { $0 + done }, $0.count - done) }
                if count < 0 && errno == EINTR { continue }
                guard count > 0 else { throw FoveaError(.internal, "\(name) cannot be written: \(String(cString: strerror(errno))).") }
                done += count
            }
        }
    }

    public func finish() throws {}
}
