import Core
import Database
import Events

/// What people do to jobs.
extension JobQueue {
    /// An upload is complete: the job waits for a worker now.
    public func submit(_ connection: Connection, _ id: ID) throws { try move(connection, id, .submit) }

    /// Stops a job: one that waits is cancelled at once; one that runs is told, and its worker stops it within seconds.
    public func cancel(_ connection: Connection, _ id: ID) throws {
        let status = try move(connection, id, .requestCancel)
        if status == .running { try events.publish(Event(Self.workersTopic, "cancel", .string(id.description)), in: connection) }
    }

    /// Gives a job that failed or was cancelled another go.
    public func retry(_ connection: Connection, _ id: ID) throws { try move(connection, id, .retry) }

    @discardableResult
    private func move(_ connection: Connection, _ id: ID, _ event: JobEvent) throws -> JobStatus {
        guard var job = try StoredJob.load(connection, id) else { throw FoveaError.notFound("This job") }
        do { try job.state.apply(event, at: job.now) } catch {
            throw FoveaError(.conflict, "The job is \(job.state.status.rawValue): \(Self.advice(event))")
        }
        let row = JobFrames.row(id, first: job.frameCount, [.state(job.state.status, nil, at: job.now)])
        job.frameCount += 1
        if event == .retry { job.startedAt = nil }
        try connection.execute(StoredJob.update, values: job.values(errorMessage: nil, progress: event == .retry ? 0 : nil))
        try JobFrames.insert(connection, [row])
        try tell(connection, job)
        return job.state.status
    }

    private static func advice(_ event: JobEvent) -> String {
        switch event {
        case .requestCancel: "only one that waits or runs can be cancelled."
        case .retry: "only one that failed or was cancelled can be tried again."
        default: "it cannot be started now."
        }
    }
}
