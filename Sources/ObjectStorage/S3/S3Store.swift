import Core
import Glibc

/// Blobs in an S3-compatible bucket under `blobs/<digest>`, uploads in progress under `staging/<uuid>`. Bytes on their way
/// in pass through a local file, so that they are hashed and looked at before the store has them; a bounded local cache
/// keeps what this machine used last.
public struct S3Store: BlobStore {
    public let kind = "s3"
    let settings: S3Settings
    let client: S3Client
    let cache: LocalCache
    let disk: BlockingExecutor
    let logger: Logger
    let clock: WallClock

    /// - Parameters:
    ///   - cache: a directory on this machine, which other processes with the same bucket may share.
    ///   - cacheLimit: bytes; the cache holds more only while files in it are in use.
    public init(
        _ settings: S3Settings, cache: String, cacheLimit: Int64 = 10 << 30, disk: BlockingExecutor? = nil,
        network: BlockingExecutor? = nil, logger: Logger, clock: WallClock = .system
    ) {
        self.settings = settings
        let disk = disk ?? BlockingExecutor(name: "disk", threads: 8, queueLimit: 1024)
        self.disk = disk
        self.client = S3Client(
            settings, executor: network ?? BlockingExecutor(name: "object store", threads: 16, queueLimit: 1024))
        self.cache = LocalCache(root: cache, limit: cacheLimit, executor: disk)
        self.logger = logger
        self.clock = clock
    }

    func key(_ digest: Digest) -> String { "blobs/\(digest)" }

    public func prepare() async throws {
        try await cache.prepare()
        let head = try await client.send(S3Request(method: "HEAD"), accepting: [404])
        guard head.status == 404 else { return }
        var make = S3Request(method: "PUT")
        if settings.region != "us-east-1" {
            let location = "<LocationConstraint>\(XMLText.escape(settings.region))</LocationConstraint>"
            make.body = .bytes(Array("<CreateBucketConfiguration>\(location)</CreateBucketConfiguration>".utf8))
        }
        // Another server may make it at the same moment.
        _ = try await client.send(make, accepting: [409])
        logger.info("bucket_created", ["bucket": .string(settings.bucket)])
    }

    public func stage(limit: Int64?) async throws -> StagingWriter {
        try await StagingWriter.open(in: cache.staging, limit: limit, executor: disk)
    }

    public func stat(_ digest: Digest) async throws -> StoredBlob? {
        let response = try await client.send(S3Request(method: "HEAD", key: key(digest)), accepting: [404])
        guard response.status != 404 else { return nil }
        guard let size = response.contentLength else { throw S3Client.away("HEAD gave no length") }
        let modified = response.headers["last-modified"].flatMap { HTTPDate.parse($0) } ?? clock.now()
        return StoredBlob(blob: Blob(digest: digest, size: size), modified: modified)
    }

    public func delete(_ digest: Digest) async throws {
        _ = try await client.send(S3Request(method: "DELETE", key: key(digest)), accepting: [404])
        try await cache.remove(digest)
    }

    public func health() async throws {
        _ = try await client.send(S3Request(method: "HEAD"))
    }
}
