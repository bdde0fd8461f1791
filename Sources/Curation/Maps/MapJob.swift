import Clustering
import Core
import Database
import JobQueue

/// Lays the images of a project out in the plane: describes those that lack a vector, stores the principal components at once, and
/// t-SNE in their place when it is done.
struct MapJob: JobHandler {
    static let name = "embedding_map"
    let kind = MapJob.name
    let concurrency = 1
    let database: Database
    let making: VectorMaking
    let clock: WallClock
    private let thread = BlockingExecutor(name: "map job", threads: 1, queueLimit: 4)
    /// What describing is of the whole, and the components after it.
    private static let (describing, components) = (0.3, 0.35)

    init(database: Database, making: VectorMaking, clock: WallClock) {
        self.database = database
        self.making = making
        self.clock = clock
    }

    static func make(project: ID, _ embedder: Embedder, userID: ID) -> NewJob {
        NewJob(
            kind: name, title: "Map images by \(embedder.name)",
            payload: EmbedderPayload.json(project: project, embedder), projectID: project,
            userID: userID)
    }

    func run(_ job: JobContext) async throws -> JobCompletion {
        let (project, embedder) = try await EmbedderPayload.read(job, database)
        try await describe(job, project, embedder)
        let (ids, table) = try await VectorReading.living(database, project: project, embedder) { _ in try job.checkCancellation() }
        guard table.count > 0 else { throw JobFailure("None of the project's images could be described, so there is nothing to map.") }
        let map = PlanarMap(table)
        job.log("\(ids.count) images, \(map.sample.count) of them laid out themselves.")
        let first = try await thread.run { try map.components(progress(job, Self.describing, Self.components, "principal components")) }
        let now = clock.now()
        try await database.write {
            try MapStore.put($0, project, embedder.id, .pca, MapPoints(ids: ids, points: first), laidOut: map.sample.count, at: now)
        }
        let points = try await thread.run { try map.neighbours(progress(job, Self.components, 1, "t-SNE")) }
        let end = clock.now()
        return JobCompletion(["images": .int(Int64(ids.count))]) { connection in
            try MapStore.put(
                connection, project, embedder.id, .tsne, MapPoints(ids: ids, points: points), laidOut: map.sample.count, at: end)
        }
    }

    private func describe(_ job: JobContext, _ project: ID, _ embedder: Embedder) async throws {
        let lacking = try await database.read { try VectorStore.lacking($0, project: project, embedder: embedder.id, after: nil, limit: .max) }
        guard !lacking.isEmpty else { return }
        job.log("\(lacking.count) images are described by \(embedder.name) first.")
        try await making.makeAll(lacking, project: project, embedder) { done in
            try job.checkCancellation()
            job.progress(Self.describing * done, "describing")
        }
    }

    private func progress(_ job: JobContext, _ from: Double, _ to: Double, _ what: String) -> WorkProgress {
        WorkProgress(report: { job.progress(from + (to - from) * $0, what) }, isCancelled: { (try? job.checkCancellation()) == nil })
    }
}
