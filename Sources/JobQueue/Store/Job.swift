import Core
import Database

/// A job as people see it.
public struct Job: WireObject {
    public var id: ID
    public var kind: String
    public var status: JobStatus
    public var projectID: ID?
    public var userID: ID?
    public var title: String
    public var progress: Double
    public var progressMessage: String?
    public var attempt: Int
    public var maxAttempts: Int
    /// Null in lists: listing never reads it.
    public var result: RawJSON
    public var errorMessage: String?
    public var createdAt: Timestamp
    public var startedAt: Timestamp?
    public var finishedAt: Timestamp?

    public static let fields = Fields<Self>(
        "Job",
        Field("id", \.id),
        Field("kind", \.kind),
        Field("status", \.status),
        Field("project_id", \.projectID),
        Field("user_id", \.userID),
        Field("title", \.title),
        Field("progress", \.progress, "From 0 to 1."),
        Field("progress_message", \.progressMessage),
        Field("attempt", \.attempt),
        Field("max_attempts", \.maxAttempts),
        Field("result", \.result, "What the job answered; null in lists."),
        Field("error_message", \.errorMessage),
        Field("created_at", \.createdAt),
        Field("started_at", \.startedAt),
        Field("finished_at", \.finishedAt))

    static let columns = """
        id, kind, status, project_id, user_id, title, progress, progress_message, attempt, max_attempts, error_message, created_at,
        started_at, finished_at
        """

    /// From a row of `columns`, followed by `result` when that was asked for.
    init(_ row: Row, withResult: Bool) throws {
        var read = row.reader()
        id = try read.id()
        kind = try read.text()
        status = try read.value()
        projectID = try read.optionalID()
        userID = try read.optionalID()
        title = try read.text()
        progress = try read.double()
        progressMessage = try read.optionalText()
        attempt = try read.int()
        maxAttempts = try read.int()
        errorMessage = try read.optionalText()
        createdAt = try read.time()
        startedAt = try read.optionalTime()
        finishedAt = try read.optionalTime()
        result = withResult ? RawJSON(trusted: try read.optionalText() ?? "null") : RawJSON(.null)
    }
}
