import Core

/// Images given to one person, to label or to review.
public struct Assignment: WireObject {
    public var id: ID
    public var projectID: ID
    public var kind: TaskKind
    public var userID: ID
    public var username: String
    public var isMember: Bool
    public var note: String
    public var dueAt: Timestamp?
    public var imageCount: Int
    public var doneCount: Int
    public var createdBy: ID?
    public var createdAt: Timestamp
    public var updatedAt: Timestamp

    public static let fields = Fields<Self>(
        "Assignment",
        Field("id", \.id),
        Field("project_id", \.projectID),
        Field("kind", \.kind),
        Field("user_id", \.userID),
        Field("username", \.username),
        Field("is_member", \.isMember, "False once they have left the project: the rest is to be given to somebody else."),
        Field("note", \.note),
        Field("due_at", \.dueAt),
        Field("image_count", \.imageCount),
        Field("done_count", \.doneCount, "Images set to done, or reviewed."),
        Field("created_by", \.createdBy),
        Field("created_at", \.createdAt),
        Field("updated_at", \.updatedAt))
}

public struct AssignmentBody: WireInput {
    public var kind = TaskKind.label
    public var userIDs: [ID] = []
    public var images = ImageChoice()
    public var moves = false
    public var dueAt: Timestamp?
    public var note = ""
    public var checkRate = 0.0

    public init() {}
    public static let fields = Fields<Self>(
        "AssignmentBody",
        Field("kind", \.kind, optional: true),
        Field("user_ids", \.userIDs, .count(1...50), .unique, "The images are split evenly among them: one assignment each."),
        Field("images", \.images),
        Field("move", \.moves, "Images that somebody has already are taken from them, instead of being left out.", optional: true),
        Field("due_at", \.dueAt),
        Field("note", \.note, .length(0...2000), optional: true),
        Field(
            "ground_truth_rate", \.checkRate, .range(0...0.5),
            "For each image, how many of the ground truth are mixed in, to be labelled blind (see the project's ground truth).", optional: true))
}

public struct AssignmentPatch: WireInput {
    public var userID: ID?
    public var dueAt = Nullable<Timestamp>.absent
    public var note: String?

    public init() {}
    public static let fields = Fields<Self>(
        "AssignmentPatch",
        Field("user_id", \.userID, "Gives what is open to somebody else."),
        Field("due_at", \.dueAt),
        Field("note", \.note, .length(0...2000)))
}

/// What an assignment came to.
public struct AssignmentsAnswer: WireObject {
    public var assignments: [Assignment]
    public var assigned: Int
    public var skipped: Int

    public static let fields = Fields<Self>(
        "AssignmentsAnswer",
        Field("assignments", \.assignments),
        Field("assigned", \.assigned, "Images that were given to somebody."),
        Field("skipped", \.skipped, "Images left out because somebody has them already."))
}
