import Core

/// A comment that names the caller, and where it stands.
struct Mention: WireObject {
    var commentID: ID
    var imageID: ID
    var filename: String
    var projectID: ID
    var projectName: String
    var author: String
    var body: String
    var resolvedAt: Timestamp?
    var createdAt: Timestamp
    var readAt: Timestamp?

    static let fields = Fields<Self>(
        "Mention",
        Field("comment_id", \.commentID),
        Field("image_id", \.imageID),
        Field("filename", \.filename),
        Field("project_id", \.projectID),
        Field("project_name", \.projectName),
        Field("author", \.author),
        Field("body", \.body),
        Field("resolved_at", \.resolvedAt),
        Field("created_at", \.createdAt),
        Field("read_at", \.readAt))
}

struct MentionQuery: WireInput {
    var mentions = "me"
    var unread = false
    var limit = Page<JSON>.defaultLimit
    var cursor: Cursor?

    static let fields = Fields<Self>(
        "MentionQuery",
        Field("mentions", \.mentions, .oneOf(["me"]), "Whom the comments name.", optional: true),
        Field("unread", \.unread, "Those not marked as read alone.", optional: true),
        .limit(\.limit),
        .cursor(\.cursor))
}

struct MentionsRead: WireInput {
    var commentIDs: [ID]?

    static let fields = Fields<Self>(
        "MentionsRead", Field("comment_ids", \.commentIDs, .count(1...1000), "All of them when absent."))
}
