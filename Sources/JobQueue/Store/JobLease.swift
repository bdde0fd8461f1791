import Core

/// A worker's claim on a job: what it needs to do it, and the token under which alone it may write.
public struct JobLease: Sendable {
    public let id: ID
    public let kind: String
    public let title: String
    public let payload: JSON
    public let projectID: ID?
    public let userID: ID?
    public let attempt: Int
    public let maxAttempts: Int
    public let fence: Int64
    public let timeLimit: Duration?

    public var isLastAttempt: Bool { attempt >= maxAttempts }
}
