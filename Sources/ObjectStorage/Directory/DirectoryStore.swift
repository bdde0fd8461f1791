import Core
import Glibc

/// Blobs as files: `blobs/ab/cd/<digest>`, uploads in progress in `staging/`, both in one file system so that a rename
/// commits. Several servers may share the directory.
public struct DirectoryStore: BlobStore {
    public let kind = "directory"
    let root: String
    /// Makes and checks the URLs under which Fovea itself serves these files.
    public let signer: FileURLSigner
    let executor: BlockingExecutor
    let logger: Logger

    /// - Parameters:
    ///   - root: made by `prepare()` if it is missing.
    ///   - signer: makes and checks the URLs under which Fovea itself serves these files.
    ///   - executor: where disk calls block.
    public init(root: String, signer: FileURLSigner, executor: BlockingExecutor? = nil, logger: Logger) {
        self.root = root
        self.signer = signer
        self.executor = executor ?? BlockingExecutor(name: "disk", threads: 8, queueLimit: 1024)
        self.logger = logger
    }

    var staging: String { "\(root)/staging" }

    func path(_ digest: Digest) -> String {
        let name = digest.description
        return "\(root)/blobs/\(name.prefix(2))/\(name.dropFirst(2).prefix(2))/\(name)"
    }

    func path(_ key: StagingKey) -> String { "\(staging)/\(key.id)" }

    public func prepare() async throws {
        try await executor.run {
            try Directories.makeAll(root)
            try Directories.make(["blobs"], under: root)
            try Directories.make(["staging"], under: root)
        }
    }

    public func stage(limit: Int64?) async throws -> StagingWriter {
        try await StagingWriter.open(in: staging, limit: limit, executor: executor)
    }

    /// Renames over whatever has that digest already: the bytes at hand were hashed a moment ago, so this also heals a
    /// file that the disk has damaged, and renews its date.
    public func put(_ staged: StagedFile) async throws -> Blob {
        try await executor.run {
            guard staged.take() else { throw FoveaError.bug("a staged file was put twice") }
            try commit(staged.path, as: staged.blob.digest)
        }
        return staged.blob
    }

    func commit(_ file: String, as digest: Digest) throws {
        let target = path(digest)
        let name = digest.description
        let folders = ["blobs", String(name.prefix(2)), String(name.dropFirst(2).prefix(2))]
        do {
            try Directories.make(folders, under: root)
            try Directories.rename(file, to: target, in: "\(root)/\(folders.joined(separator: "/"))")
        } catch {
            unlink(file)
            throw error
        }
    }

    public func localFile(_ digest: Digest) async throws -> LocalFile {
        guard let stored = try await stat(digest) else { throw FoveaError.notFound("The stored file \(digest)") }
        return LocalFile(path: path(digest), blob: stored.blob)
    }

    public func stat(_ digest: Digest) async throws -> StoredBlob? {
        try await executor.run {
            guard let status = Directories.status(path(digest)), status.isFile else { return nil }
            return StoredBlob(blob: Blob(digest: digest, size: Int64(status.st_size)), modified: status.modified)
        }
    }

    public func delete(_ digest: Digest) async throws {
        try await executor.run {
            if unlink(path(digest)) != 0, errno != ENOENT { throw StorageFault.error(errno, "unlink", path(digest)) }
        }
    }

    /// Writes, syncs and removes a small file: what an upload needs.
    public func health() async throws {
        let writer = try await stage()
        try await writer.write([0])
        try await writer.finish().discard()
    }
}
