import Database

extension JobLease {
    /// Throws `JobRefusal.fenced` when the job is no longer this worker's. In the transaction of what a handler writes before
    /// the job's end, it makes sure that an attempt which does not count writes nothing.
    public func check(_ connection: Connection) throws {
        let isHeld = try connection.exists(
            "SELECT 1 FROM jobs WHERE id = $1 AND fence = $2 AND status = 'RUNNING'\(connection.dialect.forUpdate)", id, fence)
        guard isHeld else { throw JobRefusal.fenced }
    }
}
