import Core
import Database
import Events

/// Durable jobs in the database. Every call takes part in the caller's transaction, so that a job and what it belongs to are
/// written together or not at all.
public struct JobQueue: Sendable {
    /// Topic of events for workers: kind `queued` (body: the job's kind) and `cancel` (body: the job's id).
    public static let workersTopic = "jobs"
    /// Topic of events about one job: kind `frames` (more log) and `state`.
    public static func topic(_ job: ID) -> String { "job:\(job)" }

    public let events: Events

    public init(_ events: Events) { self.events = events }

    /// Adds a job; it may be taken as soon as the transaction is committed.
    @discardableResult
    public func enqueue(_ connection: Connection, _ job: NewJob) throws -> ID {
        let now = try connection.now()
        let status = job.isUploading ? JobStatus.uploading : .queued
        try connection.execute(
            """
            INSERT INTO jobs (id, kind, status, project_id, user_id, title, priority, run_after, attempt, max_attempts, fence, time_limit,
                cancel_requested, progress, frame_count, created_at, payload)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, $9, 0, $10, 0, 0.0, 0, $11, $12)
            """,
            job.id, job.kind, status.rawValue, job.projectID, job.userID, job.title, job.priority, now.advanced(by: job.delay),
            job.maxAttempts, job.timeLimit?.microseconds, now, job.payload)
        if !job.isUploading { try wakeWorkers(connection, kind: job.kind) }
        return job.id
    }

    func wakeWorkers(_ connection: Connection, kind: String) throws {
        try events.publish(Event(Self.workersTopic, "queued", .string(kind)), in: connection)
    }

    /// Adds many jobs at once.
    public func enqueue(_ connection: Connection, _ jobs: [NewJob]) throws {
        guard !jobs.isEmpty else { return }
        let now = try connection.now()
        let columns = [
            "id", "kind", "status", "project_id", "user_id", "title", "priority", "run_after", "attempt", "max_attempts", "fence",
            "time_limit", "cancel_requested", "progress", "frame_count", "created_at", "payload",
        ]
        let rows = jobs.enumerated().lazy.map { index, job -> [SQLValue] in
            // A microsecond apart, so that they are taken in this order.
            let runAfter = now.advanced(by: job.delay - .microseconds(jobs.count - index))
            return [
                .id(job.id), .text(job.kind), .text((job.isUploading ? JobStatus.uploading : .queued).rawValue), job.projectID.sqlValue,
                job.userID.sqlValue, .text(job.title), .integer(Int64(job.priority)), runAfter.sqlValue, .integer(0),
                .integer(Int64(job.maxAttempts)), .integer(0), (job.timeLimit?.microseconds).sqlValue, .integer(0), .double(0), .integer(0),
                now.sqlValue, job.payload.sqlValue,
            ]
        }
        try connection.copyIn("jobs", columns: columns, rows: rows)
        for kind in Set(jobs.filter { !$0.isUploading }.map(\.kind)) { try wakeWorkers(connection, kind: kind) }
    }
}
