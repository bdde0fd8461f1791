import Core

/// Where a job is in its life. The strings are those of the API.
public enum JobStatus: String, WireEnum {
    /// Made, but what it works on has not arrived yet.
    case uploading = "UPLOADING"
    case queued = "QUEUED"
    case running = "RUNNING"
    case succeeded = "SUCCEEDED"
    case failed = "FAILED"
    case cancelled = "CANCELLED"

    public var isFinished: Bool { self == .succeeded || self == .failed || self == .cancelled }
}
