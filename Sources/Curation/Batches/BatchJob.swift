import Clustering
import Core
import Database
import JobQueue

/// Groups the images of a batch by their vectors: makes those that lack, then HDBSCAN over all of them.
struct BatchJob: JobHandler {
    static let name = "clustering"
    let kind = BatchJob.name
    let concurrency = 1
    let database: Database
    let making: VectorMaking
    let clock: WallClock
    private let thread = BlockingExecutor(name: "clustering job", threads: 1, queueLimit: 4)

    init(database: Database, making: VectorMaking, clock: WallClock) {
        self.database = database
        self.making = making
        self.clock = clock
    }

    static func make(_ batch: Batch, _ embedder: Embedder, _ body: AnalyzeBody, userID: ID) -> NewJob {
        NewJob(
            kind: name, title: "Group the images of \(batch.name)",
            payload: [
                "batch_id": .string(batch.id.description), "embedder_id": .string(embedder.id.description), "parameters": body.json,
                "keep_hand_made": .bool(body.keepsHandMade),
            ], projectID: batch.projectID, userID: userID)
    }

    func run(_ job: JobContext) async throws -> JobCompletion {
        let payload = job.payload, now = clock.now()
        guard let id = payload["batch_id"]?.string.flatMap({ ID($0) }), let embedderID = payload["embedder_id"]?.string.flatMap({ ID($0) }) else {
            throw JobFailure("The job names no batch.")
        }
        guard let batch = try await database.read({ try BatchStore.find($0, id) }) else { throw JobFailure("The batch was deleted.") }
        guard let embedder = try await database.read({ try EmbedderStore.find($0, embedderID) }) else { throw JobFailure("The model was deleted.") }
        try await describe(job, batch, embedder)
        let (ids, table) = try await vectors(batch, embedder)
        job.log("\(ids.count) of \(batch.imageCount) images have a vector of \(embedder.name).")
        guard table.count > 0 else { throw JobFailure("None of the batch's images could be described.") }
        let parameters = Self.parameters(payload["parameters"] ?? .null)
        let progress = WorkProgress(
            report: { job.progress(0.5 + $0 / 2, "grouping") }, isCancelled: { Task.isCancelled || (try? job.checkCancellation()) == nil })
        let found = try await thread.run { try HDBSCAN.run(try table.vectors(), parameters, progress: progress) }
        let rows = ids.indices.map { (image: ids[$0], group: found.labels[$0], probability: found.probabilities[$0]) }
        job.log("\(found.clusterSizes.count) groups, \(found.noiseCount) images in none.")
        let keeps = payload["keep_hand_made"]?.bool ?? true
        return JobCompletion(["groups": .int(Int64(found.clusterSizes.count)), "outliers": .int(Int64(found.noiseCount))]) { connection in
            try BatchStore.finish(connection, batch.id, job: job.id, rows, keepsHandMade: keeps, at: now)
        }
    }

    private static func parameters(_ json: JSON) -> HDBSCAN.Parameters {
        var parameters = HDBSCAN.Parameters(minimumClusterSize: json["min_cluster_size"]?.int.map(Int.init) ?? 5)
        parameters.minimumSamples = json["min_samples"]?.int.map(Int.init)
        return parameters
    }

    /// Makes the vectors of the batch that lack.
    private func describe(_ job: JobContext, _ batch: Batch, _ embedder: Embedder) async throws {
        let lacking = try await database.read { connection in
            try connection.query(
                """
                SELECT i.id, i.digest FROM batch_images m JOIN images i ON i.id = m.image_id WHERE m.batch_id = $1 AND i.project_id = $3
                AND i.deleted_at IS NULL
                AND NOT EXISTS (SELECT 1 FROM image_vectors v WHERE v.embedder_id = $2 AND v.image_id = i.id) ORDER BY i.id
                """, batch.id, embedder.id, batch.projectID
            ) { (id: try $0.id(0), digest: try $0.digest(1)) }
        }
        guard !lacking.isEmpty else { return }
        job.log("\(lacking.count) images are described by \(embedder.name) first.")
        try await making.makeAll(lacking, project: batch.projectID, embedder) { done in
            try job.checkCancellation()
            job.progress(0.5 * done, "describing")
        }
    }

    private func vectors(_ batch: Batch, _ embedder: Embedder) async throws -> (ids: [ID], table: UnitTable) {
        try await VectorReading.all(database, dimension: embedder.dimension, from: ID(high: 0, low: 0)) { connection, after, limit in
            try connection.query(
                """
                SELECT m.image_id, v.vector FROM batch_images m JOIN image_vectors v ON v.image_id = m.image_id
                JOIN images i ON i.id = m.image_id
                WHERE m.batch_id = $1 AND v.embedder_id = $2 AND v.vector IS NOT NULL AND i.deleted_at IS NULL AND i.project_id = $5
                AND m.image_id > $3
                ORDER BY m.image_id LIMIT $4
                """, batch.id, embedder.id, after, limit, batch.projectID
            ) { (id: try $0.id(0), place: try $0.id(0), vector: try VectorStore.read($0, 1)) }
        }
    }
}
