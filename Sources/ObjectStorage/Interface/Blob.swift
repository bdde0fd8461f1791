import Core

/// Some bytes that the store holds, by what they are: the SHA-256 of the content is the name.
public struct Blob: Hashable, Sendable {
    public let digest: Digest
    /// Bytes.
    public let size: Int64

    public init(digest: Digest, size: Int64) {
        self.digest = digest
        self.size = size
    }
}

/// A blob as the store lists it, for garbage collection.
public struct StoredBlob: Hashable, Sendable {
    public let blob: Blob
    /// When these bytes were last put. Putting a blob again renews it, so that whoever collects garbage and leaves young
    /// blobs alone never takes one that an upload at the same moment relies on.
    public let modified: Timestamp

    public init(blob: Blob, modified: Timestamp) {
        self.blob = blob
        self.modified = modified
    }
}

/// Where an upload that has not been verified lies: `staging/<uuid>`, a name that nothing but its completion reads.
public struct StagingKey: Hashable, Sendable, CustomStringConvertible {
    public let id: ID
    public init(_ id: ID) { self.id = id }
    public static func make() -> StagingKey { StagingKey(.make()) }
    public var description: String { "staging/\(id)" }
}
