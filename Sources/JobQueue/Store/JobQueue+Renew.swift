import Core
import Database

extension JobQueue {
    public enum Renewal: Sendable, Equatable {
        case renewed
        /// Renewed, and somebody wants it stopped.
        case cancelRequested
        /// The job is no longer this worker's.
        case lost
    }

    /// A worker's heartbeat for all that it works on.
    public func renew(_ connection: Connection, _ leases: [(id: ID, fence: Int64)], lease: Duration) throws -> [ID: Renewal] {
        var out: [ID: Renewal] = [:]
        let stored = try StoredJob.load(connection, leases.map(\.id))
        var renewed: [[SQLValue]] = []
        for (id, fence) in leases {
            guard var job = stored[id], (try? job.state.apply(.renew(fence: fence, lease: lease), at: job.now)) != nil else {
                out[id] = .lost
                continue
            }
            renewed.append([.id(id), job.state.leaseExpires.sqlValue])
            out[id] = job.state.cancelRequested ? .cancelRequested : .renewed
        }
        try connection.executeMany("UPDATE jobs SET lease_expires = $2 WHERE id = $1", renewed)
        return out
    }
}
