import Core
import Glibc

/// The little that starting up needs of the file system.
enum Files {
    static func absolute(_ path: String) -> String {
        if path.hasPrefix("/") { return path }
        guard let current = getcwd(nil, 0) else { return path }
        defer { free(current) }
        let rest = path.hasPrefix("./") ? String(path.dropFirst(2)) : path
        return "\(String(cString: current))/\(rest)"
    }

    /// What this process writes from now on is for its user alone: for servers and workers, whose files are nobody else's.
    static func writePrivately() { umask(0o077) }

    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// Nil when it cannot be read. For small files.
    static func read(_ path: String) -> String? {
        guard let file = fopen(path, "rb") else { return nil }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = fread(&buffer, 1, buffer.count, file)
            if count == 0 { break }
            bytes += buffer[..<count]
        }
        return ferror(file) == 0 ? String(decoding: bytes, as: UTF8.self) : nil
    }

    /// With its parents, for the owner alone.
    static func makeDirectory(_ path: String) throws {
        var built = ""
        for part in path.split(separator: "/") {
            built += "/\(part)"
            guard mkdir(built, 0o700) != 0, errno != EEXIST else { continue }
            throw FoveaError(.invalid, "The directory \(path) cannot be made: \(String(cString: strerror(errno))).")
        }
        guard access(path, W_OK) == 0 else {
            throw FoveaError(.invalid, "The directory \(path) cannot be written. Choose another with --data, or change its owner.")
        }
    }

    /// A new file that only its owner reads, whole or not at all; one that another process made first stays.
    static func createPrivate(_ path: String, _ text: String) throws {
        let temporary = "\(path).\(getpid())"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw FoveaError(.invalid, "\(path) cannot be written: \(String(cString: strerror(errno))).")
        }
        let bytes = Array(text.utf8)
        let written = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        let isWhole = written == bytes.count && fsync(descriptor) == 0
        close(descriptor)
        defer { unlink(temporary) }
        guard isWhole, link(temporary, path) == 0 || errno == EEXIST else {
            throw FoveaError(.invalid, "\(path) cannot be written: \(String(cString: strerror(errno))).")
        }
    }

    /// The running program's own path.
    static var executable: String {
        var buffer = [CChar](repeating: 0, count: 4096)
        let count = readlink("/proc/self/exe", &buffer, buffer.count)
        guard count > 0 else { return "fovea" }
        return String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// The first answer of a folder above `path`, nearest first.
    static func above<Found>(_ path: String, _ find: (Substring) -> Found?) -> Found? {
        var folder = path[...]
        while let slash = folder.lastIndex(of: "/") {
            folder = folder[..<slash]
            if let found = find(folder) { return found }
        }
        return nil
    }
}
