import Core
import Glibc

/// Directory operations that survive a power cut: a name is durable once its directory is synced.
enum Directories {
    /// Makes `path` and what is missing above it, below `root`, which must exist. Syncs every directory that gained a name.
    static func make(_ components: [String], under root: String) throws {
        var path = root
        for component in components {
            let parent = path
            path += "/\(component)"
            if mkdir(path, 0o750) == 0 {
                try sync(parent)
            } else if errno != EEXIST {
                throw StorageFault.error(errno, "mkdir", path)
            }
        }
    }

    /// Makes `path` with all its parents.
    static func makeAll(_ path: String) throws {
        let absolute = path.hasPrefix("/")
        try make(path.split(separator: "/").map(String.init), under: absolute ? "" : ".")
    }

    static func sync(_ path: String) throws {
        let directory = try OpenFile(path.isEmpty ? "/" : path, O_RDONLY | O_DIRECTORY)
        try directory.sync()
    }

    /// Moves within one file system, replacing what is there, and makes the new name durable.
    static func rename(_ from: String, to: String, in directory: String) throws {
        guard Glibc.rename(from, to) == 0 else { throw StorageFault.error(errno, "rename", from) }
        try sync(directory)
    }

    /// The names in a directory, sorted; empty when there is no such directory.
    static func names(_ path: String) throws -> [String] {
        guard let handle = opendir(path) else {
            if errno == ENOENT || errno == ENOTDIR { return [] }
            throw StorageFault.error(errno, "opendir", path)
        }
        defer { closedir(handle) }
        var names: [String] = []
        while let entry = readdir(handle) {
            let name = withUnsafePointer(to: entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    static func status(_ path: String) -> stat? {
        var status = stat()
        return lstat(path, &status) == 0 ? status : nil
    }
}

extension stat {
    var modified: Timestamp {
        Timestamp(microseconds: Int64(st_mtim.tv_sec) * 1_000_000 + Int64(st_mtim.tv_nsec) / 1000)
    }
    var isFile: Bool { st_mode & S_IFMT == S_IFREG }
}
