import Core

/// Where Fovea keeps bytes: a directory or an S3-compatible store, told apart only by the composition root.
///
/// Bytes enter by one of two doors. Through the server: `stage()` gives a writer that hashes as bytes come; `finish()`
/// gives a file that can be looked at; `put` makes it a blob under its digest. Past the server: `presignPut` gives a URL
/// for one staging key, and `complete` hashes what was left there and makes it a blob. Nothing under a digest is ever
/// altered, and no URL that was handed out can write there.
///
/// Errors of every call: `FoveaError.unavailable` when the store is away, full or not writable (the next call tries anew,
/// so it recovers alone), `notFound` for a digest or key that is not there, `internal` for damaged bytes.
public protocol BlobStore: Sendable {
    /// `directory` or `s3`: for logs and `fovea doctor`.
    var kind: String { get }

    /// Makes the directories or the bucket if they are missing. Call once at start.
    func prepare() async throws

    /// A new writer. Writing more than `limit` bytes throws `tooLarge`.
    func stage(limit: Int64?) async throws -> StagingWriter

    /// Makes a staged file a blob, durably: when this returns, the bytes survive a power cut. The staged file is used up.
    /// Putting bytes that are there already is cheap and renews them.
    @discardableResult
    func put(_ staged: StagedFile) async throws -> Blob

    /// Streams a blob or part of one; memory stays bounded. A range is in bytes, half-open, and is clamped to the blob's
    /// end; an empty or negative one, or one that starts at or past the end, throws `rangeNotSatisfiable`. A blob that is
    /// streamed whole is checked against its digest before its last bytes are given out.
    func open(_ digest: Digest, range: Range<Int64>?) async throws -> BlobStream

    /// A file on this machine with the blob's bytes, for codecs, workers and trainers. Read only; it stays there while the
    /// value lives.
    func localFile(_ digest: Digest) async throws -> LocalFile

    /// Nil when the store has no such blob.
    func stat(_ digest: Digest) async throws -> StoredBlob?

    /// Deleting what is not there is no error.
    func delete(_ digest: Digest) async throws

    /// Blobs in the order of their digests, after one of them; fewer than `limit` means that the end is reached.
    func list(after: Digest?, limit: Int) async throws -> [StoredBlob]

    /// An absolute URL that accepts one `PUT` of a body up to `maximumSize` bytes (a store that cannot enforce the limit
    /// has it enforced by `complete`). Signs no Content-Type.
    func presignPut(_ key: StagingKey, maximumSize: Int64, expires: Duration) throws -> PresignedRequest

    /// An absolute URL to `GET` a blob from.
    func presignGet(_ digest: Digest, as file: ServedFile, expires: Duration) throws -> PresignedRequest

    /// Takes what was uploaded to `key`, hashes it and makes it a blob. Whatever is written to the key afterwards changes
    /// nothing. `notFound` when nothing was uploaded; `tooLarge` (and the upload is thrown away) past `maximumSize`.
    func complete(_ key: StagingKey, maximumSize: Int64) async throws -> Blob

    /// Throws an upload away.
    func discard(_ key: StagingKey) async throws

    /// Throws away uploads that were begun before `cutoff` and never completed; answers how many.
    func sweepStaging(before cutoff: Timestamp) async throws -> Int

    /// Throws what is wrong, when something is.
    func health() async throws
}

extension BlobStore {
    public func stage() async throws -> StagingWriter { try await stage(limit: nil) }
    public func open(_ digest: Digest) async throws -> BlobStream { try await open(digest, range: nil) }
    public func exists(_ digest: Digest) async throws -> Bool { try await stat(digest) != nil }
    public func size(_ digest: Digest) async throws -> Int64? { try await stat(digest)?.blob.size }

    /// Stores bytes that are in memory: for small things made by the server, as thumbnails.
    @discardableResult
    public func put(_ bytes: [UInt8]) async throws -> Blob {
        let writer = try await stage()
        try await writer.write(bytes)
        return try await put(try await writer.finish())
    }

    /// Reads a small blob whole; `tooLarge` past `limit` bytes.
    public func bytes(_ digest: Digest, limit: Int = 16 << 20) async throws -> [UInt8] {
        let stream = try await open(digest)
        guard stream.size <= Int64(limit) else {
            throw FoveaError(.tooLarge, "The stored file \(digest) is larger than \(limit) bytes.")
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Int(stream.size))
        for try await chunk in stream { bytes += chunk }
        return bytes
    }
}
