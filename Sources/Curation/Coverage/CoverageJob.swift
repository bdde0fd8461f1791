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
            payload: EmbedderPayload.json(project: project, embedder), projectID: project,
            userID: userID)
    }

    func run(_ job: JobContext) async throws -> JobCompletion {
        let (project, embedder) = try await EmbedderPayload.read(job, database)
        let expected = try await database.read { try CoverageState.living($0, project, embedder.id) }
        let (ids, table) = try await VectorReading.living(database, project: project, embedder) { read in
            try job.checkCancellation()
            job.progress(0.1 * Double(read) / Double(max(1, expected)), "reading")
        }
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
}
