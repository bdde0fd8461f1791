import Core
import Database
import ObjectStorage

/// Blobs as the database knows them: what refers to a blob refers to its row.
public enum BlobRows {
    public static func add(_ connection: Connection, _ blob: Blob, at now: Timestamp) throws {
        try connection.execute(
            "INSERT INTO blobs (digest, size_bytes, created_at) VALUES ($1, $2, $3) ON CONFLICT (digest) DO NOTHING", blob.digest,
            blob.size, now)
    }
}

extension BlobStore {
    /// Makes a file of this machine a blob.
    public func put(file path: String) async throws -> Blob {
        let writer = try await stage()
        try await LocalDisk.read(path) { try await writer.write($0) }
        return try await put(try await writer.finish())
    }
}
