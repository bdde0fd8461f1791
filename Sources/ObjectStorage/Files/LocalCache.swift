import Core
import Glibc

/// Copies of blobs on this machine, within a limit, least recently used out first. Several processes may share the
/// directory: whoever uses a file holds a shared lock on it, and only a file that can be locked exclusively is removed.
struct LocalCache: Sendable {
    private let root: String
    private let limit: Int64
    private let executor: BlockingExecutor
    /// Bytes as far as this process knows; the directory is measured anew whenever this passes the limit.
    private let known = Lock<Int64>(0)
    private let downloads = Downloads()

    init(root: String, limit: Int64, executor: BlockingExecutor) {
        self.root = root
        self.limit = limit
        self.executor = executor
    }

    var staging: String { "\(root)/staging" }
    private var files: String { "\(root)/files" }
    private func path(_ digest: Digest) -> String { "\(files)/\(digest)" }

    func prepare() async throws {
        try await executor.run {
            try Directories.makeAll(root)
            try Directories.make(["files"], under: root)
            try Directories.make(["staging"], under: root)
            known.withLock { $0 = limit + 1 }
            try trim()
        }
    }

    /// The cached file, or the one that `fetch` gets (once, however many ask for it at the same time).
    func file(_ digest: Digest, fetch: @escaping @Sendable () async throws -> StagedFile) async throws -> LocalFile {
        // Between its arrival and our lock another process may remove it: then it is fetched again.
        for _ in 0..<5 {
            if let file = try await executor.run({ try pin(digest) }) { return file }
            try await downloads.once(digest) {
                let staged = try await fetch()
                guard staged.blob.digest == digest else { throw BlobStream.damaged(digest, "the download has another digest") }
                if staged.take() { try await adopt(staged.path, staged.blob) }
            }
        }
        throw FoveaError(.unavailable, "The local cache is too small for what is in use.", retryAfter: 5)
    }

    /// Moves a file with known content into the cache.
    func adopt(_ file: String, _ blob: Blob) async throws {
        try await executor.run {
            guard rename(file, path(blob.digest)) == 0 else { throw StorageFault.error(errno, "rename", file) }
            let full = known.withLock { known in
                known += blob.size
                return known > limit
            }
            if full { try trim() }
        }
    }

    func remove(_ digest: Digest) async throws {
        try await executor.run { _ = unlink(path(digest)) }
    }

    func sweepStaging(before cutoff: Timestamp) async throws -> Int {
        try await executor.run {
            var swept = 0
            for name in try Directories.names(staging) {
                guard let status = Directories.status("\(staging)/\(name)"), status.modified < cutoff else { continue }
                if unlink("\(staging)/\(name)") == 0 { swept += 1 }
            }
            return swept
        }
    }

    private func pin(_ digest: Digest) throws -> LocalFile? {
        let file: OpenFile
        do { file = try OpenFile(path(digest), O_RDONLY) } catch let error as FoveaError where error.kind == .notFound { return nil }
        guard flock(file.descriptor, LOCK_SH | LOCK_NB) == 0, try file.status().st_nlink > 0 else { return nil }
        // The date of last use decides who goes first.
        _ = futimens(file.descriptor, nil)
        let blob = Blob(digest: digest, size: Int64(try file.status().st_size))
        return LocalFile(path: path(digest), blob: blob) { withExtendedLifetime(file) {} }
    }

    /// Removes the least recently used files until a tenth of the limit is free, leaving those in use.
    private func trim() throws {
        var entries: [(name: String, size: Int64, used: Timestamp)] = []
        for name in try Directories.names(files) {
            if let status = Directories.status("\(files)/\(name)") { entries.append((name, Int64(status.st_size), status.modified)) }
        }
        var total = entries.reduce(0) { $0 + $1.size }
        if total > limit {
            for entry in entries.sorted(by: { $0.used < $1.used }) where total > limit / 10 * 9 {
                let path = "\(files)/\(entry.name)"
                guard let file = try? OpenFile(path, O_RDONLY), flock(file.descriptor, LOCK_EX | LOCK_NB) == 0 else { continue }
                if unlink(path) == 0 { total -= entry.size }
            }
        }
        let measured = total
        known.withLock { $0 = measured }
    }
}

/// Joins those who want the same thing at the same time.
private actor Downloads {
    private var running: [Digest: Task<Void, any Error>] = [:]

    func once(_ digest: Digest, _ work: @escaping @Sendable () async throws -> Void) async throws {
        if let task = running[digest] { return try await task.value }
        let task = Task { try await work() }
        running[digest] = task
        defer { running[digest] = nil }
        try await task.value
    }
}
