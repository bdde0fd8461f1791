import Core

/// What decides a job's life: a pure value, moved by events and a clock that the caller passes in (the database's, which all
/// servers share).
///
/// A worker that takes a job gets a lease and a fencing token (`fence`), which grows with each taking. It renews the lease
/// while it works. When the lease runs out, a reaper gives the job to another; should the first worker come back, its token
/// is old and whatever it wants to write is refused (`JobRefusal.fenced`). So a job may be computed twice but ends once.
public struct JobState: Sendable, Equatable {
    public var status: JobStatus
    /// How often it has been taken.
    public var attempt: Int
    public var maxAttempts: Int
    /// Not before this moment.
    public var runAfter: Timestamp
    public var fence: Int64
    public var leaseOwner: ID?
    public var leaseExpires: Timestamp?
    /// How long one attempt may take; nil for no limit.
    public var timeLimit: Duration?
    /// When the attempt under way runs out of its time.
    public var deadline: Timestamp?
    public var cancelRequested: Bool

    public init(
        status: JobStatus = .queued, attempt: Int = 0, maxAttempts: Int = 3, runAfter: Timestamp, fence: Int64 = 0, leaseOwner: ID? = nil,
        leaseExpires: Timestamp? = nil, timeLimit: Duration? = nil, deadline: Timestamp? = nil, cancelRequested: Bool = false
    ) {
        self.status = status
        self.attempt = attempt
        self.maxAttempts = maxAttempts
        self.runAfter = runAfter
        self.fence = fence
        self.leaseOwner = leaseOwner
        self.leaseExpires = leaseExpires
        self.timeLimit = timeLimit
        self.deadline = deadline
        self.cancelRequested = cancelRequested
    }
}

public enum JobEvent: Sendable, Equatable {
    /// What it works on has arrived.
    case submit
    case claim(owner: ID, lease: Duration)
    case renew(fence: Int64, lease: Duration)
    case succeed(fence: Int64)
    /// `retry`: the same again might work.
    case fail(fence: Int64, retry: Bool)
    /// The worker stopped because that was asked for.
    case stopped(fence: Int64)
    /// The worker is going away and gives the job back, undone; it does not count as an attempt.
    case release(fence: Int64)
    case requestCancel
    /// A reaper found the lease run out.
    case expire
    /// Somebody asks for another go at a job that ended badly.
    case retry
}

/// Why an event does not apply.
public enum JobRefusal: Error, Sendable, Equatable {
    /// The job has been given to another worker, or has ended, since this token was given.
    case fenced
    case notDue
    case leaseHolds
    case status(JobStatus)
}
