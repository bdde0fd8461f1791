import Core
import Database
import JobQueue
import ObjectStorage

/// Turns an uploaded video into a sequence. Images are committed as they come; the sequence is there at the end. The sequence has
/// the job's id, and the video itself is not kept.
struct VideoJob: JobHandler {
    static let kind = "video"
    var kind: String { Self.kind }
    let concurrency = 1
    let database: Database
    let blobs: any BlobStore
    let importer: VideoImport

    func run(_ job: JobContext) async throws -> JobCompletion {
        let id = job.id
        guard let announced = try await database.read({ try VideoStore.find($0, id) }) else {
            throw JobFailure("The import was announced for a project that is gone.")
        }
        job.progress(0, "Looking at the video")
        let digest = try await digest(id, announced)
        let file = try await blobs.localFile(digest)
        let source = VideoImport.Source(path: file.path, filename: announced.filename, digest: digest)
        let done = try await importer.run(
            source, announced.wanted, into: announced.projectID, as: id, name: announced.name, by: job.lease.userID,
            progress: { fraction, text in
                try job.checkCancellation()
                job.progress(fraction, text)
            })
        withExtendedLifetime(file) {}
        job.log(done.report.words)
        await discard(id, digest)
        return JobCompletion(done.report.json, commit: done.commit)
    }

    private func digest(_ id: ID, _ announced: VideoStore.Announced) async throws -> Digest {
        if let digest = announced.digest { return digest }
        let digest = try await StagedUpload.complete(blobs, id, announced: announced.size, what: "video")
        try await database.write { try VideoStore.set($0, id, digest: digest) }
        return digest
    }

    /// Failing to throw it away is no reason to fail: it is then collected as garbage.
    private func discard(_ id: ID, _ digest: Digest) async {
        do {
            let isNeeded = try await database.write { connection in
                try VideoStore.set(connection, id, digest: nil)
                return try ImportStore.isNeeded(connection, digest, besides: id)
            }
            if !isNeeded { try await blobs.delete(digest) }
        } catch {}
    }
}
