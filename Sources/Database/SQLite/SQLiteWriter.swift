import Core

/// The one thread that writes to a SQLite file. It takes all closures that wait, runs each inside a savepoint of one
/// transaction and commits once, so that many small writes share the cost of reaching the disk. A closure that throws
/// undoes only itself. Nobody is answered before the commit.
///
/// `@unchecked Sendable`: `connection` is touched on the executor's single thread alone; the rest is a lock or immutable.
final class SQLiteWriter: @unchecked Sendable {
    /// A closure that waits. `finish` is told nil after the commit, or why it failed.
    struct Job {
        var perform: (Connection) throws -> Void
        var finish: ((any Error)?) -> Void
    }

    private struct Waiting {
        var jobs: [Job] = []
        var draining = false
    }

    private let executor = BlockingExecutor(name: "the database's writer", threads: 1, queueLimit: 16)
    private let connection: SQLiteConnection
    private let waiting = Lock(Waiting())
    private let groupLimit: Int
    private let queueLimit = 8192

    init(connection: SQLiteConnection, groupLimit: Int) {
        self.connection = connection
        self.groupLimit = max(1, groupLimit)
    }

    func submit(_ job: Job) {
        let verdict: (accepted: Bool, start: Bool) = waiting.withLock { waiting in
            guard waiting.jobs.count < queueLimit else { return (false, false) }
            waiting.jobs.append(job)
            defer { waiting.draining = true }
            return (true, !waiting.draining)
        }
        guard verdict.accepted else { return job.finish(FoveaError.overloaded("the database")) }
        if verdict.start, !executor.submit({ self.drain() }) { refuseAll() }
    }

    func stop() { executor.stop() }

    private func refuseAll() {
        let jobs = waiting.withLock { waiting in
            defer { waiting = Waiting() }
            return waiting.jobs
        }
        for job in jobs { job.finish(FoveaError.overloaded("the database")) }
    }

    private func drain() {
        while true {
            let group: [Job] = waiting.withLock { waiting in
                guard !waiting.jobs.isEmpty else {
                    waiting.draining = false
                    return []
                }
                let group = Array(waiting.jobs.prefix(groupLimit))
                waiting.jobs.removeFirst(group.count)
                return group
            }
            if group.isEmpty { return }
            runGroup(group)
        }
    }

    /// Runs a group in one transaction. Should a failure end the whole transaction (a full disk does), the closures that had
    /// gone well are run again, each alone.
    private func runGroup(_ jobs: [Job]) {
        do { _ = try connection.run("BEGIN IMMEDIATE", [], ignoringRows) } catch {
            for job in jobs { job.finish(error) }
            return
        }
        var done: [Job] = []
        var hooks: [@Sendable () -> Void] = []
        for (index, job) in jobs.enumerated() {
            do {
                if jobs.count == 1 { try job.perform(connection) } else { try connection.savepoint { try job.perform(connection) } }
                hooks += connection.takeCommitHooks()
                done.append(job)
            } catch {
                _ = connection.takeCommitHooks()
                job.finish(error)
                if jobs.count > 1, !connection.inTransaction {
                    for survivor in done + jobs[(index + 1)...] { runGroup([survivor]) }
                    return
                }
            }
        }
        commit(done, hooks)
    }

    private func commit(_ jobs: [Job], _ hooks: [@Sendable () -> Void]) {
        guard !jobs.isEmpty else {
            if connection.inTransaction { _ = try? connection.run("ROLLBACK", [], ignoringRows) }
            return
        }
        do {
            _ = try connection.run("COMMIT", [], ignoringRows)
            for hook in hooks { hook() }
            for job in jobs { job.finish(nil) }
        } catch {
            if connection.inTransaction { _ = try? connection.run("ROLLBACK", [], ignoringRows) }
            for job in jobs { job.finish(error) }
        }
    }
}
