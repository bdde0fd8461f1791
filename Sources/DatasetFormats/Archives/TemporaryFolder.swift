import Core
import Glibc

/// A folder that is removed with all it holds when the value goes.
public final class TemporaryFolder: Sendable {
    public let path: String

    /// - Parameter parent: where to make it; the system's place when nil.
    public init(in parent: String? = nil, prefix: String = "fovea") throws {
        let place = parent ?? getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array("\(place)/\(prefix)-XXXXXX".utf8CString)
        let made: String? = template.withUnsafeMutableBufferPointer { buffer in
            buffer.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) }
        }
        guard let made else {
            throw FoveaError(.internal, "No temporary folder can be made in \(place).", underlying: String(cString: strerror(errno)))
        }
        path = made
    }

    deinit { Self.remove(path) }

    /// Never follows links: a link is removed, not what it names.
    static func remove(_ path: String) {
        if let directory = opendir(path) {
            var names: [String] = []
            while let entry = readdir(directory) {
                let name = withUnsafePointer(to: &entry.pointee.d_name) {
                    $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                if name != "." && name != ".." { names.append(name) }
            }
            closedir(directory)
            for name in names {
                let child = "\(path)/\(name)"
                // A file or a link goes at once; only a folder refuses, and is emptied first.
                if unlink(child) != 0 { remove(child) }
            }
        }
        rmdir(path)
    }
}
