import Core
import Database
import Events

/// Jobs' logs: the newest frames are rows, older ones are chunks in the object store.
public struct JobLog: Sendable {
    /// Bytes of rows after which they become a chunk.
    static let chunkSize = 256 << 10
    /// What stays in rows when a job has ended: a chunk for a few lines would be waste.
    static let remainder = 16 << 10

    let database: Database
    let store: JobLogStore
    let events: Events

    public init(_ database: Database, _ store: JobLogStore, _ events: Events) {
        self.database = database
        self.store = store
        self.events = events
    }

    /// Adds frames of jobs that this worker holds; for each job whether it still does. Frames of a job that is another's now
    /// are dropped: they belong to an attempt that does not count.
    func append(_ entries: [(lease: JobLease, frames: [JobFrame.Draft], progress: (Double, String?)?)]) async throws -> [ID: Bool] {
        try await database.write { connection in
            var held: [ID: Bool] = [:]
            var rows: [[SQLValue]] = []
            for entry in entries {
                let count: Int? = try connection.first(
                    """
                    UPDATE jobs SET frame_count = frame_count + $3, progress = coalesce($4, progress),
                        progress_message = coalesce($5, progress_message)
                    WHERE id = $1 AND fence = $2 AND status = 'RUNNING' RETURNING frame_count
                    """, entry.lease.id, entry.lease.fence, entry.frames.count, entry.progress?.0, entry.progress?.1
                ) { try $0.int(0) }
                held[entry.lease.id] = count != nil
                guard let count, !entry.frames.isEmpty else { continue }
                rows.append(JobFrames.row(entry.lease.id, first: Int64(count - entry.frames.count), entry.frames))
                try events.publish(Event(JobQueue.topic(entry.lease.id), "frames", .int(Int64(count))), in: connection)
            }
            try JobFrames.insert(connection, rows)
            return held
        }
    }

    /// Moves a job's rows into a chunk when they are many, or with `ended` when they are more than a few.
    public func compact(_ job: ID, ended: Bool) async throws {
        let rows: [(first: Int64, count: Int64, lines: String)] = try await database.read { connection in
            let size = try connection.integer("SELECT sum(size_bytes) FROM job_frames WHERE job_id = $1", job) ?? 0
            guard size > (ended ? Self.remainder : Self.chunkSize) else { return [] }
            return try connection.query(
                "SELECT first_offset, frame_count, lines FROM job_frames WHERE job_id = $1 ORDER BY first_offset", job
            ) { (try $0.int64(0), try $0.int64(1), try $0.text(2)) }
        }
        guard let first = rows.first, let last = rows.last else { return }
        let bytes = rows.flatMap { Array($0.lines.utf8) }
        let digest = try await store.put(bytes)
        try await database.write { connection in
            let removed = try connection.execute(
                "DELETE FROM job_frames WHERE job_id = $1 AND first_offset >= $2 AND first_offset <= $3", job, first.first, last.first)
            // Somebody else has made a chunk of some of these rows meanwhile: theirs stands.
            guard removed == rows.count else { throw FoveaError(.conflict, "The log was compacted by another worker.") }
            try connection.execute(
                "INSERT INTO job_log_chunks (job_id, first_offset, frame_count, size_bytes, digest) VALUES ($1, $2, $3, $4, $5)", job,
                first.first, last.first + last.count - first.first, bytes.count, digest)
        }
    }
}
