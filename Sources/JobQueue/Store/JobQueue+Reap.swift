import Core
import Database

extension JobQueue {
    /// Takes jobs from workers whose lease has run out by the database's clock. The caller has made sure (`ReaperState`) that
    /// this means dead workers. Answers what became of them.
    public func expire(_ connection: Connection, limit: Int = 100) throws -> [(id: ID, status: JobStatus)] {
        let dialect = connection.dialect
        let found = try connection.query(
            """
            SELECT \(StoredJob.columns(dialect)) FROM jobs WHERE status = 'RUNNING' AND lease_expires < (SELECT \(dialect.now))
            ORDER BY lease_expires LIMIT $1\(dialect.forUpdateSkipLocked)
            """, limit, map: StoredJob.init)
        var out: [(ID, JobStatus)] = []
        for var job in found {
            guard (try? job.state.apply(.expire, at: job.now)) != nil else { continue }
            let message = job.state.status == .failed ? Self.lostMessage(job.state) : nil
            let log = JobFrame.Draft.log("The worker stopped answering (attempt \(job.state.attempt) of \(job.state.maxAttempts)).", at: job.now)
            let drafts = [log, .state(job.state.status, message, at: job.now)]
            let row = JobFrames.row(job.id, first: job.frameCount, drafts)
            job.frameCount += Int64(drafts.count)
            try connection.execute(StoredJob.update, values: job.values(errorMessage: message))
            try JobFrames.insert(connection, [row])
            try tell(connection, job)
            out.append((job.id, job.state.status))
        }
        return out
    }

    func hasExpired(_ connection: Connection) throws -> Bool {
        try connection.exists(
            "SELECT 1 FROM jobs WHERE status = 'RUNNING' AND lease_expires < (SELECT \(connection.dialect.now)) LIMIT 1")
    }

    private static func lostMessage(_ state: JobState) -> String {
        "The worker stopped answering in each of \(state.maxAttempts) attempts: it may have run out of memory or been killed."
    }
}
