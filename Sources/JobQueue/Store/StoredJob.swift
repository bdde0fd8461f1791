import Core
import Database

/// A job's row as the state machine needs it.
struct StoredJob {
    let id: ID
    let kind: String
    var state: JobState
    var frameCount: Int64
    var startedAt: Timestamp?
    let now: Timestamp

    /// What `read` reads, the database's clock among it.
    static func columns(_ dialect: Dialect) -> String {
        """
        \(dialect.now), id, kind, status, attempt, max_attempts, run_after, fence, lease_owner, lease_expires, time_limit, deadline,
        cancel_requested, frame_count, started_at
        """
    }

    static let columnCount = 15

    init(_ row: Row) throws {
        var read = row.reader()
        now = try read.time()
        id = try read.id()
        kind = try read.text()
        let status: JobStatus = try read.value()
        let attempt = try read.int()
        let maxAttempts = try read.int()
        let runAfter = try read.time()
        let fence = try read.int64()
        let owner = try read.optionalID()
        let expires = try read.optionalTime()
        let limit = try read.optionalInt64()
        let deadline = try read.optionalTime()
        let cancelRequested = try read.bool()
        state = JobState(
            status: status, attempt: attempt, maxAttempts: maxAttempts, runAfter: runAfter, fence: fence, leaseOwner: owner,
            leaseExpires: expires, timeLimit: limit.map { .microseconds($0) }, deadline: deadline, cancelRequested: cancelRequested)
        frameCount = try read.int64()
        startedAt = try read.optionalTime()
    }

    /// The job's row, taken for this transaction.
    static func load(_ connection: Connection, _ id: ID) throws -> StoredJob? {
        try connection.first(
            "SELECT \(columns(connection.dialect)) FROM jobs WHERE id = $1\(connection.dialect.forUpdate)", id, map: StoredJob.init)
    }

    static func load(_ connection: Connection, _ ids: [ID]) throws -> [ID: StoredJob] {
        let found = try connection.query(
            "SELECT \(columns(connection.dialect)) FROM jobs WHERE \(connection.dialect.contains("id", "$1", .idList)) ORDER BY id\(connection.dialect.forUpdate)",
            ids, map: StoredJob.init)
        return Dictionary(uniqueKeysWithValues: found.map { ($0.id, $0) })
    }

    static let update = """
        UPDATE jobs SET status = $2, attempt = $3, run_after = $4, fence = $5, lease_owner = $6, lease_expires = $7, deadline = $8,
            cancel_requested = $9, frame_count = $10, started_at = $11, finished_at = $12, error_message = $13,
            progress = coalesce($14, progress), result = coalesce($15, result)
        WHERE id = $1
        """

    /// Values of `update`. `errorMessage` is what the last attempt ended with.
    func values(errorMessage: String?, progress: Double? = nil, result: JSON? = nil) -> [SQLValue] {
        [
            .id(id), .text(state.status.rawValue), .integer(Int64(state.attempt)), state.runAfter.sqlValue, .integer(state.fence),
            state.leaseOwner.sqlValue, state.leaseExpires.sqlValue, state.deadline.sqlValue, state.cancelRequested.sqlValue,
            .integer(frameCount), startedAt.sqlValue, (state.status.isFinished ? now : nil).sqlValue, errorMessage.sqlValue,
            progress.sqlValue, result.sqlValue,
        ]
    }
}
