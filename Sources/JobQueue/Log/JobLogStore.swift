import Core
import ObjectStorage

/// Where chunks of job logs lie: anything that keeps bytes under their digest.
public struct JobLogStore: Sendable {
    public var put: @Sendable ([UInt8]) async throws -> Digest
    public var get: @Sendable (Digest) async throws -> [UInt8]

    public init(put: @escaping @Sendable ([UInt8]) async throws -> Digest, get: @escaping @Sendable (Digest) async throws -> [UInt8]) {
        self.put = put
        self.get = get
    }

    public init(_ blobs: any BlobStore) {
        self.init(put: { try await blobs.put($0).digest }, get: { try await blobs.bytes($0) })
    }
}
