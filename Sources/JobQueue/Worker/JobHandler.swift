import Core
import Database

/// What a feature does for one kind of job.
public protocol JobHandler: Sendable {
    var kind: String { get }
    /// How many of them one worker does at once.
    var concurrency: Int { get }

    /// Does the work. The task is cancelled when the job is cancelled, runs out of its time, is taken by another worker, or
    /// the worker goes away: then stop within seconds and throw anything (`CancellationError` does).
    ///
    /// Throw `JobFailure` (or a `FoveaError`) to fail with a message for the user. Nothing that the job makes may be visible
    /// before its end: write it in the completion's `commit`, which shares the transaction with the job's end.
    func run(_ job: JobContext) async throws -> JobCompletion
}

/// What a job ends with.
public struct JobCompletion: Sendable {
    public var result: JSON
    let commit: (@Sendable (Connection) throws -> Void)?

    /// - Parameter commit: writes what the job made. It runs in the transaction that ends the job, under its fencing token;
    ///   it may run more than once, as every write.
    public init(_ result: JSON = .null, commit: (@Sendable (Connection) throws -> Void)? = nil) {
        self.result = result
        self.commit = commit
    }
}

/// Why a job failed, for the user.
public struct JobFailure: Error, Sendable {
    public var message: String
    /// Whether the same again might work.
    public var retry: Bool

    public init(_ message: String, retry: Bool = false) {
        self.message = message
        self.retry = retry
    }
}
