import Core
import HTTPServer

/// A project as one of its readers sees it.
public struct Project: WireObject {
    public var id: ID
    public var name: String
    public var description: String
    public var taskType: TaskType
    public var metadata: RawJSON
    public var isPublic: Bool
    public var ownerID: ID
    public var role: Role
    public var imageCount: Int
    public var doneCount: Int
    public var annotationCount: Int
    public var labelCount: Int
    public var coverImageIDs: [ID]
    public var createdAt: Timestamp
    public var updatedAt: Timestamp

    public static let fields = Fields<Self>(
        "Project",
        Field("id", \.id),
        Field("name", \.name),
        Field("description", \.description),
        Field("task_type", \.taskType),
        Field("metadata", \.metadata, "Whatever its owners keep with it."),
        Field("is_public", \.isPublic, "Every signed-in user may read it."),
        Field("owner_id", \.ownerID),
        Field("role", \.role, "The caller's role here."),
        Field("image_count", \.imageCount),
        Field("done_count", \.doneCount, "Images whose status is DONE."),
        Field("annotation_count", \.annotationCount),
        Field("label_count", \.labelCount),
        Field("cover_image_ids", \.coverImageIDs, "Up to six newest images."),
        Field("created_at", \.createdAt),
        Field("updated_at", \.updatedAt))
}

public struct ProjectBody: WireInput {
    public var name = ""
    public var taskType = TaskType.detection
    public var description = ""
    public var metadata: JSON = [:]
    public var isPublic = false
    public var classNames: [String] = []

    public init() {}
    public static let fields = Fields<Self>(
        "ProjectBody",
        Field("name", \.name, .length(1...200), .notBlank),
        Field("task_type", \.taskType, optional: true),
        Field("description", \.description, .length(0...10_000), optional: true),
        Field("metadata", \.metadata, .isObject, .encodedSize(atMost: 65_536), optional: true),
        Field("is_public", \.isPublic, optional: true),
        Field("class_names", \.classNames, .count(0...10_000), .unique, "Labels to begin with, in this order.", optional: true))
}

public struct ProjectPatch: WireInput {
    public var name: String?
    public var description: String?
    public var taskType: TaskType?
    public var metadata: JSON?
    public var isPublic: Bool?

    public init() {}
    public static let fields = Fields<Self>(
        "ProjectPatch",
        Field("name", \.name, .length(1...200), .notBlank),
        Field("description", \.description, .length(0...10_000)),
        Field("task_type", \.taskType),
        Field("metadata", \.metadata, .isObject, .encodedSize(atMost: 65_536), optional: true),
        Field("is_public", \.isPublic, "Only owners may change this."))
}

extension Constraint {
    static let notBlank = Constraint.text("must not be blank") { text in text.contains { !$0.isWhitespace } }
    static func encodedSize(atMost limit: Int) -> Constraint {
        .rule("must be at most \(limit) bytes of JSON") { $0.bytes.count <= limit }
    }
}
