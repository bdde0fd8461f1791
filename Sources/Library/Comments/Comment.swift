import Core

/// What somebody said about an image, perhaps about one annotation or place on it.
public struct Comment: WireObject {
    public var id: ID
    public var imageID: ID
    public var authorID: ID
    public var author: String
    public var body: String
    public var annotationID: ID?
    public var point: [Double]?
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
        Field("annotation_id", \.annotationID),
        Field("point", \.point, "[x, y] in upright pixels."),
        Field("resolved_at", \.resolvedAt),
        Field("created_at", \.createdAt),
        Field("updated_at", \.updatedAt))
}

public struct CommentBody: WireInput {
    public var body = ""
    public var annotationID: ID?
    public var point: [Double]?

    public init() {}
    public static let fields = Fields<Self>(
        "CommentBody",
        Field("body", \.body, .length(1...10_000), .notBlank),
        Field("annotation_id", \.annotationID),
        Field("point", \.point, .count(2...2)))
}

public struct CommentPatch: WireInput {
    public var body: String?
    public var resolved: Bool?

    public init() {}
    public static let fields = Fields<Self>(
        "CommentPatch", Field("body", \.body, .length(1...10_000), .notBlank), Field("resolved", \.resolved))
}
