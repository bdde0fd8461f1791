import Core

/// A job to be done.
public struct NewJob: Sendable {
    public var id: ID
    public var kind: String
    public var title: String
    public var payload: JSON
    public var projectID: ID?
    public var userID: ID?
    /// Higher goes first.
    public var priority: Int
    /// How long from now, at the earliest.
    public var delay: Duration
    public var maxAttempts: Int
    /// How long one attempt may take.
    public var timeLimit: Duration?
    /// What it works on has not arrived: it waits for `JobQueue.submit`.
    public var isUploading: Bool

    public init(
        id: ID = .make(), kind: String, title: String, payload: JSON = .object(JSONObject()), projectID: ID? = nil, userID: ID? = nil,
        priority: Int = 0, delay: Duration = .zero, maxAttempts: Int = 3, timeLimit: Duration? = nil, isUploading: Bool = false
    ) {
        self.id = id
        self.kind = kind
        self.title = title
        self.payload = payload
        self.projectID = projectID
        self.userID = userID
        self.priority = priority
        self.delay = delay
        self.maxAttempts = maxAttempts
        self.timeLimit = timeLimit
        self.isUploading = isUploading
    }
}
