import Core
import Database
import ImageQuality
import JobQueue
import Library
import ObjectStorage

/// Measures the quality of images: those that just came, or all of a project that lack it.
///
/// What is measured is stored as it comes, some dozens at a time: a job that is started anew goes on with what is missing, and
/// one that is cancelled leaves what it found. A picture that cannot be decoded is stored with the reason, so that it is not
/// tried for ever.
struct QualityJob: JobHandler {
    static let name = "quality"
    let kind = QualityJob.name
    let concurrency = 1
    let database: Database
    let store: any BlobStore
    let measure: @Sendable (_ path: String) async throws -> ImageQuality
    let clock: WallClock
    /// Images under way at once, and looked up and stored at once.
    private static let inFlight = 4
    private static let portion = 48
    /// Images that one job for new ones holds at most.
    private static let batch = 500

    /// Jobs for images that just came. Thumbnails, which people wait for, go first.
    static let arrivals = ImageArrivals { images, projectID, userID in
        stride(from: 0, to: images.count, by: batch).map { start in
            let part = images[start..<min(images.count, start + batch)]
            return NewJob(
                kind: name, title: part.count == 1 ? "Measure an image" : "Measure \(part.count) images",
                payload: [
                    "project_id": .string(projectID.description), "image_ids": .array(part.map { .string($0.description) }),
                ], projectID: projectID, userID: userID, priority: -10)
        }
    }

    /// For what a project's images lack, or for all of them anew.
    static func make(projectID: ID, again: Bool, userID: ID?) -> NewJob {
        NewJob(
            kind: name, title: "Measure image quality", payload: ["project_id": .string(projectID.description), "again": .bool(again)],
            projectID: projectID, userID: userID, priority: -20)
    }

    func run(_ job: JobContext) async throws -> JobCompletion {
        guard let projectID = job.payload["project_id"]?.string.flatMap({ ID($0) }) else { throw JobFailure("The job names no project.") }
        let among = job.payload["image_ids"]?.array.map { $0.compactMap { $0.string.flatMap { ID($0) } } }
        // A second attempt at measuring anew must not begin from the start again: what the first did carries this version.
        let again = job.payload["again"]?.bool == true && job.attempt <= 1
        let total = try await database.read { connection in
            try among?.count ?? QualityStore.counts(connection, projectID).images
        }
        var (last, measured, failed): (ID?, Int, Int) = (nil, 0, 0)
        while true {
            try job.checkCancellation()
            let after = last
            let images = try await database.read {
                try QualityStore.missing($0, projectID, among: among, again: again, after: after, limit: Self.portion)
            }
            guard let end = images.last else { break }
            let found = try await measure(images, job)
            let now = clock.now()
            try await database.write { try QualityStore.put($0, found, at: now) }
            measured += found.count
            failed += found.count { $0.error != nil }
            last = end.id
            job.progress(Double(measured) / Double(max(total, measured, 1)), "\(measured) measured")
        }
        return JobCompletion(["measured": .int(Int64(measured - failed)), "failed": .int(Int64(failed))])
    }

    private func measure(_ images: [(id: ID, digest: Digest)], _ job: JobContext) async throws -> [QualityStore.Measured] {
        try await withThrowingTaskGroup(of: QualityStore.Measured.self) { group in
            var found: [QualityStore.Measured] = []
            for (index, image) in images.enumerated() {
                try job.checkCancellation()
                if index >= Self.inFlight, let one = try await group.next() { found.append(one) }
                group.addTask { try await measure(image.id, image.digest) }
            }
            for try await one in group { found.append(one) }
            for one in found { if let reason = one.error { job.log("Image \(one.imageID): \(reason)") } }
            return found
        }
    }

    private func measure(_ id: ID, _ digest: Digest) async throws -> QualityStore.Measured {
        do {
            let file = try await store.localFile(digest)
            return QualityStore.Measured(imageID: id, quality: try await file.use { try await measure($0) })
        } catch let error as FoveaError where [.invalid, .unsupportedType, .tooLarge, .malformed, .internal].contains(error.kind) {
            // Else the store or the engine is away, and the job is to be tried again.
            return QualityStore.Measured(imageID: id, quality: nil, error: error.message)
        }
    }
}
