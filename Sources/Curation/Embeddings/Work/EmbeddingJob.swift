import Core
import Database
import Engine
import JobQueue
import ObjectStorage

/// Makes the vectors that lack of a project's images.
///
/// They are stored as they come, some dozens at a time: a job that is started anew goes on with the images that have none, and one
/// that is cancelled leaves what it made. Two workers on one job (after a lease was lost) store each vector once.
struct EmbeddingJob: JobHandler {
    static let name = "embedding"
    let kind = EmbeddingJob.name
    let concurrency = 1
    let database: Database
    let files: EmbeddingFiles
    /// Pictures under way at once: while one is in the model others are decoded.
    private static let inFlight = 4
    /// Images looked up, and vectors stored, at once.
    private static let portion = 64

    static func make(_ embedder: Embedder, project: ID, userID: ID?, delay: Duration = .zero) -> NewJob {
        NewJob(
            kind: name, title: "Embed images with \(embedder.name)",
            payload: ["project_id": .string(project.description), "embedder_id": .string(embedder.id.description)], projectID: project,
            userID: userID, delay: delay)
    }

    func run(_ job: JobContext) async throws -> JobCompletion {
        guard let project = job.payload["project_id"]?.string.flatMap({ ID($0) }),
            let id = job.payload["embedder_id"]?.string.flatMap({ ID($0) })
        else { throw JobFailure("The job names no project or model.") }
        guard let embedder = try await database.read({ try EmbedderStore.find($0, id) }) else { throw JobFailure("The model was deleted.") }
        let totals = try await files.with(embedder) { try await embedAll(job, project, embedder, $0) }
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
                try VectorStore.lacking($0, project: project, embedder: embedder.id, after: place, limit: Self.portion)
            }
            if images.isEmpty {
                guard after != nil else { return totals }
                after = nil
                continue
            }
            let made = try await embed(images, embedder, engine)
            try job.checkCancellation()
            try await database.write { try VectorStore.add($0, project: project, embedder: embedder.id, made) }
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

    private func embed(
        _ images: [(id: ID, digest: Digest)], _ embedder: Embedder, _ engine: EngineEmbedder
    ) async throws -> [VectorStore.Made] {
        try await withThrowingTaskGroup(of: VectorStore.Made.self) { group in
            var made: [VectorStore.Made] = []
            for (index, image) in images.enumerated() {
                if index >= Self.inFlight, let one = try await group.next() { made.append(one) }
                group.addTask { try await embed(image, embedder, engine) }
            }
            for try await one in group { made.append(one) }
            return made
        }
    }

    /// A picture that cannot be read is an answer; an engine or a store that is away is not.
    private func embed(_ image: (id: ID, digest: Digest), _ embedder: Embedder, _ engine: EngineEmbedder) async throws -> VectorStore.Made {
        do {
            let vector = try await files.vector(image.digest, embedder, by: engine)
            return VectorStore.Made(imageID: image.id, result: .success(vector))
        } catch let error as FoveaError where ![.unavailable, .conflict].contains(error.kind) {
            return VectorStore.Made(imageID: image.id, result: .failure(error))
        }
    }
}
