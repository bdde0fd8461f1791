import Core
import Database

extension JobQueue {
    /// Takes up to `limit` jobs of each kind that are due, the most urgent first and among equals the oldest. Jobs that other
    /// workers are taking at this moment are passed over, not waited for.
    public func claim(_ connection: Connection, owner: ID, kinds: [(kind: String, limit: Int)], lease: Duration) throws -> [JobLease] {
        var leases: [JobLease] = []
        for (kind, limit) in kinds where limit > 0 {
            leases += try claim(connection, owner: owner, kind: kind, limit: limit, lease: lease)
        }
        return leases
    }

    private func claim(_ connection: Connection, owner: ID, kind: String, limit: Int, lease: Duration) throws -> [JobLease] {
        let found = try connection.query(Self.claimable(connection.dialect), kind, limit) { row in
            var job = try StoredJob(row)
            let payload = try row.json(StoredJob.columnCount)
            try job.state.apply(.claim(owner: owner, lease: lease), at: job.now)
            // Since when people have been waiting for it, over all attempts.
            if job.startedAt == nil { job.startedAt = job.now }
            let lease = JobLease(
                id: job.id, kind: job.kind, title: try row.text(StoredJob.columnCount + 1), payload: payload,
                projectID: try row.optionalID(StoredJob.columnCount + 2), userID: try row.optionalID(StoredJob.columnCount + 3),
                attempt: job.state.attempt, maxAttempts: job.state.maxAttempts, fence: job.state.fence, timeLimit: job.state.timeLimit)
            return (job, lease)
        }
        if found.isEmpty { return [] }
        try connection.executeMany(StoredJob.update, found.map { $0.0.values(errorMessage: nil, progress: 0) })
        return found.map(\.1)
    }

    /// The query that finds work: tests hold it to its index.
    static func claimable(_ dialect: Dialect) -> String {
        """
        SELECT \(StoredJob.columns(dialect)), payload, title, project_id, user_id FROM jobs
        WHERE status = 'QUEUED' AND kind = $1 AND run_after <= (SELECT \(dialect.now))
        ORDER BY priority DESC, run_after, id LIMIT $2\(dialect.forUpdateSkipLocked)
        """
    }

    /// Whether `claim` would find anything: on SQLite a look that does not keep others from writing.
    public func hasWork(_ connection: Connection, kinds: [String]) throws -> Bool {
        for kind in kinds {
            let found = try connection.exists(
                "SELECT 1 FROM jobs WHERE status = 'QUEUED' AND kind = $1 AND run_after <= (SELECT \(connection.dialect.now)) LIMIT 1", kind)
            if found { return true }
        }
        return false
    }
}
