import Core
import Database
import JobQueue

/// A change to more images than a request should wait for. Portions are committed as they come: what a cancelled job has done
/// stays done (and can be undone), and one that was cut off goes on where it was.
struct BulkJob: JobHandler {
    static let kind = "bulk_images"
    var kind: String { Self.kind }
    let concurrency = 2
    let database: Database
    let work: BulkWork
    let clock: WallClock

    func run(_ job: JobContext) async throws -> JobCompletion {
        let id = job.id
        guard let operation = try await database.read({ try BulkStore.find($0, id) }) else {
            throw JobFailure("The project of this change is gone.")
        }
        let preparation = try await database.write { try work.prepare($0, operation) }
        let total = try await database.read { try BulkStore.count($0, id) }
        var done = 0, place = BulkWork.start
        while true {
            try job.checkCancellation()
            let now = clock.now()
            let from = place
            guard let step = try await database.write({ try work.step($0, id, preparation, after: from, at: now) }) else { break }
            (place, done) = (step.place, done + step.count)
            job.progress(Double(done) / Double(max(1, total)), "\(done) of \(total) images")
        }
        guard let after = try await database.read({ try BulkStore.find($0, id) }) else { return JobCompletion() }
        return JobCompletion(["changed": .int(Int64(after.changed)), "skipped": .int(Int64(after.skipped))])
    }
}
