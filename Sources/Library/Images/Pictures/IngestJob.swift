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
    /// How many are on their way at once: while one is decoded, others wait for the store.
    private static let width = 4

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
        try await withThrowingTaskGroup(of: Outcome.self) { group in
            var finished = 0
            func take(_ outcome: Outcome) {
                finished += 1
                switch outcome {
                case .done(let one): done.append(one)
                case .gone: break
                case .failed(let id, let reason):
                    job.log("image \(id): \(reason)")
                    failures.append(["image_id": .string(id.description), "reason": .string(reason)])
                }
                job.progress(Double(finished) / Double(ids.count))
            }
            for (index, id) in ids.enumerated() {
                try job.checkCancellation()
                if index >= Self.width, let outcome = try await group.next() { take(outcome) }
                group.addTask { try await ingest(id) }
            }
            for try await outcome in group { take(outcome) }
        }
        let results = done
        return JobCompletion(["images": .int(Int64(results.count)), "failed": .array(failures)]) { connection in
            try connection.executeMany(
                "UPDATE images SET thumbnail = $2 WHERE id = $1", results.map { [.id($0.image), $0.thumbnail.sqlValue] })
            try connection.executeMany(
                "UPDATE image_details SET exif = $2 WHERE image_id = $1", results.map { [.id($0.image), $0.exif.sqlValue] })
        }
    }

    private enum Outcome: Sendable {
        case done(Done)
        /// Meanwhile, with its project.
        case gone
        case failed(ID, String)
    }

    private func ingest(_ id: ID) async throws -> Outcome {
        guard let stored = try await database.read({ try ImageStore.stored($0, id) }) else { return .gone }
        do {
            let file = try await blobs.localFile(stored.digest)
            let found = try await file.use { try await pictures.ingest($0) }
            return .done(Done(image: id, exif: found.exif, thumbnail: try await blobs.put(found.thumbnail).digest))
        } catch let error as FoveaError where Self.isAboutThePicture(error) {
            return .failed(id, error.message)
        }
    }

    /// Else the store or the engine is away, and the job is to be tried again.
    private static func isAboutThePicture(_ error: FoveaError) -> Bool {
        [.invalid, .unsupportedType, .tooLarge, .malformed, .notFound, .internal].contains(error.kind)
    }
}
