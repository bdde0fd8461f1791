import Clustering
import Core
import Database
import JobQueue
import Library

/// Counts how unique and how representative each image of a project is, from the vectors that its model made.
///
/// The values are written some thousands at a time, over those of earlier countings; what those leave goes with the end of the job. A
/// job that is started anew counts from the beginning: a value depends on all images.
struct CoverageJob: JobHandler {
    static let name = "coverage"
    let kind = CoverageJob.name
    let concurrency = 1
    let database: Database
    let clock: WallClock
    private static let portion = 1000
    private let thread = BlockingExecutor(name: "coverage job", threads: 1, queueLimit: 4)

    init(database: Database, clock: WallClock) {
        self.database = database
        self.clock = clock
    }

    static func make(_ embedder: Embedder, project: ID, userID: ID?) -> NewJob {
        NewJob(
            kind: name, title: "Count how unique and representative images are",
            payload: ["project_id": .string(project.description), "embedder_id": .string(embedder.id.description)], projectID: project,
            userID: userID)
    }

    func run(_ job: JobContext) async throws -> JobCompletion {
        guard let project = job.payload["project_id"]?.string.flatMap({ ID($0) }),
            let id = job.payload["embedder_id"]?.string.flatMap({ ID($0) })
        else { throw JobFailure("The job names no project or model.") }
        guard let embedder = try await database.read({ try EmbedderStore.find($0, id) }) else { throw JobFailure("The model was deleted.") }
        let (ids, table) = try await vectors(job, project, embedder)
        guard table.count > 0 else { throw JobFailure("No image of the project has a vector any more.") }
        job.log("\(ids.count) images with a vector of \(embedder.name).")
        let progress = WorkProgress(
            report: { job.progress(0.1 + 0.8 * $0, "comparing") }, isCancelled: { Task.isCancelled || (try? job.checkCancellation()) == nil })
        let scores = try await thread.run { try CoverageScores(table, progress: progress) }
        for start in stride(from: 0, to: ids.count, by: Self.portion) {
            try job.checkCancellation()
            let counted = (start..<min(ids.count, start + Self.portion)).map {
                CoverageStore.Counted(
                    imageID: ids[$0], uniqueness: scores.uniqueness[$0], representativeness: scores.representativeness[$0])
            }
            try await database.write { try CoverageStore.put($0, project: project, job: job.id, counted) }
            job.progress(0.9 + 0.1 * Double(start + counted.count) / Double(ids.count), "writing")
        }
        let now = clock.now()
        return JobCompletion(["images": .int(Int64(ids.count)), "is_exact": .bool(scores.isExact)]) { connection in
            try CoverageState.finish(connection, project, embedder: embedder.id, job: job.id, images: ids.count, isExact: scores.isExact, at: now)
        }
    }

    /// Those of images that are not in the bin.
    private func vectors(_ job: JobContext, _ project: ID, _ embedder: Embedder) async throws -> (ids: [ID], table: UnitTable) {
        var ids: [ID] = [], table = UnitTable(dimension: embedder.dimension), after = 0
        let expected = try await database.read { try CoverageState.living($0, project, embedder.id) }
        while true {
            try job.checkCancellation()
            let place = after
            let rows = try await database.read {
                try VectorStore.livingPage($0, project: project, embedder: embedder.id, after: place, limit: Self.portion)
            }
            for row in rows where row.vector.count == embedder.dimension {
                ids.append(row.imageID)
                table.append(row.vector)
            }
            guard let last = rows.last else { return (ids, table) }
            after = last.position
            job.progress(0.1 * Double(ids.count) / Double(max(1, expected)), "reading")
        }
    }
}
