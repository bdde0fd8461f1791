import Core
import Database
import Engine
import JobQueue

/// Makes the vectors that lack of a project's images.
///
/// They are stored as they come, some dozens at a time: a job that is started anew goes on with the images that have none, and one
/// that is cancelled leaves what it made. Two workers on one job (after a lease was lost) store each vector once.
struct EmbeddingJob: JobHandler {
    static let name = "embedding"
    let kind = EmbeddingJob.name
    let concurrency = 1
    let database: Database
    let making: VectorMaking

    static func make(_ embedder: Embedder, project: ID, userID: ID?, delay: Duration = .zero) -> NewJob {
        NewJob(
            kind: name, title: "Embed images with \(embedder.name)",
            payload: EmbedderPayload.json(project: project, embedder), projectID: project,
            userID: userID, delay: delay)
    }

    func run(_ job: JobContext) async throws -> JobCompletion {
        let (project, embedder) = try await EmbedderPayload.read(job, database)
        let totals = try await making.files.with(embedder) { try await embedAll(job, project, embedder, $0) }
        job.log("\(totals.made) vectors made; \(totals.failed) images could not be read.")
        return JobCompletion(["images": .int(Int64(totals.made)), "failed": .int(Int64(totals.failed))])
    }

    private struct Totals: Sendable {
        var made = 0
        var failed = 0
        var all: Int { made + failed }
    }

    /// Goes over the project until a whole round finds nothing more: images may come while it works.
    private func embedAll(_ job: JobContext, _ project: ID, _ embedder: Embedder, _ engine: EngineEmbedder) async throws -> Totals {
        let expected = try await database.read { try VectorStore.lackingCount($0, project: project, embedder: embedder.id) }
        job.log("\(expected) images without a vector of \(embedder.name).")
        var totals = Totals()
        var after: ID?
        while true {
            let place = after
            let images = try await database.read {
                try VectorStore.lacking($0, project: project, embedder: embedder.id, after: place, limit: VectorMaking.portion)
            }
            if images.isEmpty {
                guard after != nil else { return totals }
                after = nil
                continue
            }
            try job.checkCancellation()
            let made = try await making.make(images, project: project, embedder, by: engine)
            for one in made {
                switch one.result {
                case .success: totals.made += 1
                case .failure(let error):
                    totals.failed += 1
                    job.log("Image \(one.imageID): \(error.message)")
                }
            }
            after = images.last?.id
            job.progress(Double(totals.all) / Double(max(expected, totals.all, 1)), "\(totals.all) of \(max(expected, totals.all))")
        }
    }
}
