import Core
import Database
import Events

/// How an attempt at a job ended.
public enum JobOutcome: Sendable {
    case succeeded(result: JSON)
    /// `message` is for the user.
    case failed(message: String, retry: Bool)
    /// As was asked for.
    case cancelled
    /// Undone, given back: the worker goes away.
    case released

    func event(_ fence: Int64) -> JobEvent {
        switch self {
        case .succeeded: .succeed(fence: fence)
        case .failed(_, let retry): .fail(fence: fence, retry: retry)
        case .cancelled: .stopped(fence: fence)
        case .released: .release(fence: fence)
        }
    }
}

extension JobQueue {
    /// Ends an attempt, in the same transaction as what the job made. Throws `JobRefusal.fenced` when the job is no longer
    /// this worker's: then nothing of the transaction may be written. Answers the status that the job has now.
    @discardableResult
    public func finish(
        _ connection: Connection, _ lease: JobLease, _ outcome: JobOutcome, frames: [JobFrame.Draft] = []
    ) throws -> JobStatus {
        guard let job = try StoredJob.load(connection, lease.id) else { throw JobRefusal.fenced }
        return try finish(connection, [(job, lease.fence, outcome, frames)])[0]
    }

    /// Ends many attempts at once; one that is fenced is left out of what is written and answered nil.
    public func finish(_ connection: Connection, _ ends: [(lease: JobLease, outcome: JobOutcome)]) throws -> [ID: JobStatus] {
        let stored = try StoredJob.load(connection, ends.map(\.lease.id))
        let held = ends.compactMap { end -> (StoredJob, Int64, JobOutcome, [JobFrame.Draft])? in
            guard let job = stored[end.lease.id], job.state.status == .running, job.state.fence == end.lease.fence else { return nil }
            return (job, end.lease.fence, end.outcome, [])
        }
        let statuses = try finish(connection, held)
        return Dictionary(uniqueKeysWithValues: zip(held.map(\.0.id), statuses))
    }

    private func finish(
        _ connection: Connection, _ ends: [(job: StoredJob, fence: Int64, outcome: JobOutcome, frames: [JobFrame.Draft])]
    ) throws -> [JobStatus] {
        var updates: [[SQLValue]] = []
        var frames: [[SQLValue]] = []
        var statuses: [JobStatus] = []
        var news: [Event] = []
        for end in ends {
            var job = end.job
            try job.state.apply(end.outcome.event(end.fence), at: job.now)
            var message: String?
            var progress: Double?
            var answer: JSON?
            switch end.outcome {
            case .succeeded(let result):
                answer = result
                progress = 1
            case .failed(let text, _): message = text
            case .cancelled: message = nil
            case .released: progress = 0
            }
            let drafts = end.frames + [.state(job.state.status, message, at: job.now)]
            frames.append(JobFrames.row(job.id, first: job.frameCount, drafts))
            job.frameCount += Int64(drafts.count)
            updates.append(job.values(errorMessage: message, progress: progress, result: answer))
            statuses.append(job.state.status)
            news += Self.news(job)
        }
        try connection.executeMany(StoredJob.update, updates)
        try JobFrames.insert(connection, frames)
        try events.publish(news, in: connection)
        return statuses
    }

    /// Tells listeners that a job's state changed, and workers when it may be taken again.
    func tell(_ connection: Connection, _ job: StoredJob) throws {
        try events.publish(Self.news(job), in: connection)
    }

    private static func news(_ job: StoredJob) -> [Event] {
        let state = Event(topic(job.id), "state", .string(job.state.status.rawValue))
        return job.state.status == .queued ? [state, Event(workersTopic, "queued", .string(job.kind))] : [state]
    }
}
