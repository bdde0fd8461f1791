import Core

/// What somebody said about an image, perhaps about one annotation or place on it, or in answer to another comment.
public struct Comment: WireObject {
    public var id: ID
    public var imageID: ID
    public var authorID: ID
    public var author: String
    public var body: String
    public var annotationID: ID?
    public var point: [Double]?
    public var parentID: ID?
    public var mentions: [ID] = []
    public var resolvedAt: Timestamp?
    public var createdAt: Timestamp
    public var updatedAt: Timestamp

    public static let fields = Fields<Self>(
        "Comment",
        Field("id", \.id),
        Field("image_id", \.imageID),
        Field("author_id", \.authorID),
        Field("author", \.author),
        Field("body", \.body),
        Field("annotation_id", \.annotationID, "Stays when the annotation is deleted."),
        Field("point", \.point, "[x, y] in upright pixels."),
        Field("parent_id", \.parentID, "The comment that this one answers: the first of its thread."),
        Field("mentions", \.mentions, "The members whom it names as @username."),
        Field("resolved_at", \.resolvedAt, "Of a thread's first comment."),
        Field("created_at", \.createdAt),
        Field("updated_at", \.updatedAt))
}

public struct CommentBody: WireInput {
    public var body = ""
    public var annotationID: ID?
    public var point: [Double]?
    public var parentID: ID?

    public init() {}
    public static let fields = Fields<Self>(
        "CommentBody",
        Field("body", \.body, .length(1...10_000), .notBlank),
        Field("annotation_id", \.annotationID),
        Field("point", \.point, .count(2...2), "[x, y] in upright pixels, inside the image."),
        Field("parent_id", \.parentID, "The comment to answer; an answer stands where its thread does.")
    ) { body, path, problems in
        guard body.parentID != nil else { return }
        if body.point != nil { problems.add(path.member("point"), "cannot go with parent_id: an answer stands where its thread does") }
        if body.annotationID != nil {
            problems.add(path.member("annotation_id"), "cannot go with parent_id: an answer stands where its thread does")
        }
    }
}

public struct CommentPatch: WireInput {
    public var body: String?
    public var resolved: Bool?

    public init() {}
    public static let fields = Fields<Self>(
        "CommentPatch", Field("body", \.body, .length(1...10_000), .notBlank), Field("resolved", \.resolved))
}
