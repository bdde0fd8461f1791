import Core
import Database
import JobQueue
import ObjectStorage

/// Looks into new pictures, each decoded once: EXIF and thumbnail. A picture that cannot be decoded is named in the result and
/// keeps nobody else's from being done.
public struct IngestJob: JobHandler {
    public static let jobKind = "ingest"
    public var kind: String { Self.jobKind }
    public let concurrency: Int
    let database: Database
    let blobs: any BlobStore
    let pictures: PictureWork

    public init(database: Database, blobs: any BlobStore, pictures: PictureWork, concurrency: Int = 2) {
        self.database = database
        self.blobs = blobs
        self.pictures = pictures
        self.concurrency = concurrency
    }

    /// Images a job holds at most.
    public static let batch = 100

    /// Jobs for images that were just added, to be queued in the same transaction.
    public static func jobs(for images: [ID], projectID: ID, userID: ID?) -> [NewJob] {
        stride(from: 0, to: images.count, by: batch).map { start in
            let part = images[start..<min(images.count, start + batch)]
            return NewJob(
                kind: jobKind, title: part.count == 1 ? "Prepare an image" : "Prepare \(part.count) images",
                payload: ["image_ids": .array(part.map { .string($0.description) })], projectID: projectID, userID: userID,
                priority: 10)
        }
    }

    private struct Done: Sendable {
        let image: ID
        let exif: JSON
        let thumbnail: Digest
    }

    public func run(_ job: JobContext) async throws -> JobCompletion {
        let ids = (job.payload["image_ids"]?.array ?? []).compactMap { $0.string.flatMap { ID($0) } }
        var done: [Done] = []
        var failures: [JSON] = []
        for (index, id) in ids.enumerated() {
            try job.checkCancellation()
            do {
                if let one = try await ingest(id) { done.append(one) }
            } catch let error as FoveaError where Self.isAboutThePicture(error) {
                job.log("image \(id): \(error.message)")
                failures.append(["image_id": .string(id.description), "reason": .string(error.message)])
            }
            job.progress(Double(index + 1) / Double(ids.count))
        }
        let results = done
        return JobCompletion(["images": .int(Int64(results.count)), "failed": .array(failures)]) { connection in
            try connection.executeMany(
                "UPDATE images SET thumbnail = $2 WHERE id = $1", results.map { [.id($0.image), $0.thumbnail.sqlValue] })
            try connection.executeMany(
                "UPDATE image_details SET exif = $2 WHERE image_id = $1", results.map { [.id($0.image), $0.exif.sqlValue] })
        }
    }

    private func ingest(_ id: ID) async throws -> Done? {
        // Gone meanwhile, with its project.
        guard let stored = try await database.read({ try ImageStore.stored($0, id) }) else { return nil }
        let file = try await blobs.localFile(stored.digest)
        let found = try await file.use { try await pictures.ingest($0) }
        return Done(image: id, exif: found.exif, thumbnail: try await blobs.put(found.thumbnail).digest)
    }

    /// Else the store or the engine is away, and the job is to be tried again.
    private static func isAboutThePicture(_ error: FoveaError) -> Bool {
        [.invalid, .unsupportedType, .tooLarge, .malformed, .notFound, .internal].contains(error.kind)
    }
}
