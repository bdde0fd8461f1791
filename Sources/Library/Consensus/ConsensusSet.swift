import Core

public enum ConsensusStatus: String, WireEnum { case open, closed }

public struct ConsensusAnnotator: WireObject {
    public var userID: ID
    public var username: String
    public var doneCount: Int

    public static let fields = Fields<Self>(
        "ConsensusAnnotator", Field("user_id", \.userID), Field("username", \.username), Field("done_count", \.doneCount))
}

/// Images that several people label independently, each in a layer of their own.
public struct ConsensusSet: WireObject {
    public var id: ID
    public var projectID: ID
    public var name: String
    public var note: String
    public var dueAt: Timestamp?
    public var status: ConsensusStatus
    public var imageCount: Int
    public var layerCount: Int
    public var doneCount: Int
    public var mergedCount: Int
    public var annotators: [ConsensusAnnotator]
    public var createdBy: ID?
    public var createdAt: Timestamp
    public var closedAt: Timestamp?

    public static let fields = Fields<Self>(
        "ConsensusSet",
        Field("id", \.id),
        Field("project_id", \.projectID),
        Field("name", \.name),
        Field("note", \.note),
        Field("due_at", \.dueAt),
        Field("status", \.status),
        Field("image_count", \.imageCount),
        Field("layer_count", \.layerCount, "Images times annotators."),
        Field("done_count", \.doneCount, "Layers that are done."),
        Field("merged_count", \.mergedCount, "Images that were given a merged result."),
        Field("annotators", \.annotators),
        Field("created_by", \.createdBy),
        Field("created_at", \.createdAt),
        Field("closed_at", \.closedAt))
}

public struct ConsensusBody: WireInput {
    public var name = ""
    public var userIDs: [ID] = []
    public var images = ImageChoice()
    public var dueAt: Timestamp?
    public var note = ""

    public init() {}
    /// Layers of one set: what one report is made of.
    static let mostLayers = 10_000

    public static let fields = Fields<Self>(
        "ConsensusBody",
        Field("name", \.name, .length(1...200), .notBlank),
        Field("user_ids", \.userIDs, .count(2...10), .unique, "Each labels all of the images."),
        Field("images", \.images, "Times the people, 10,000 at most."),
        Field("due_at", \.dueAt),
        Field("note", \.note, .length(0...2000), optional: true))
}

public struct ConsensusPatch: WireInput {
    public var name: String?
    public var note: String?
    public var dueAt = Nullable<Timestamp>.absent
    public var status: ConsensusStatus?

    public init() {}
    public static let fields = Fields<Self>(
        "ConsensusPatch",
        Field("name", \.name, .length(1...200), .notBlank),
        Field("note", \.note, .length(0...2000)),
        Field("due_at", \.dueAt),
        Field("status", \.status, "Closed, nobody labels in it any more."))
}
