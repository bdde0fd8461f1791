import Core
import JobQueue
import ObjectStorage

/// What was uploaded past the server for a job of the same id.
enum StagedUpload {
    /// Makes it a blob.
    ///
    /// - Parameter what: as people call it: archive, video.
    static func complete(_ blobs: any BlobStore, _ job: ID, announced size: Int64, what: String) async throws -> Digest {
        let blob: Blob
        do {
            blob = try await blobs.complete(StagingKey(job), maximumSize: size)
        } catch let error as FoveaError where error.kind == .notFound {
            throw JobFailure("Nothing was uploaded: PUT the \(what) to its URL, then run the import.")
        }
        guard blob.size == size else {
            throw JobFailure("The \(what) was announced as \(size) bytes, but \(blob.size) were uploaded.")
        }
        return blob.digest
    }
}
