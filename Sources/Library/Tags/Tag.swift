import Core

/// A mark that people put on images.
public struct Tag: WireObject {
    public var id: ID
    public var projectID: ID
    public var name: String
    public var color: String
    public var imageCount: Int

    public static let fields = Fields<Self>(
        "Tag", Field("id", \.id), Field("project_id", \.projectID), Field("name", \.name), Field("color", \.color),
        Field("image_count", \.imageCount))
}

public struct TagBody: WireInput {
    public var name = ""
    public var color: String?

    public init() {}
    public static let fields = Fields<Self>(
        "TagBody", Field("name", \.name, .length(1...100), .notBlank), Field("color", \.color, .hexColor))
}

public struct TagPatch: WireInput {
    public var name: String?
    public var color: String?

    public init() {}
    public static let fields = Fields<Self>(
        "TagPatch", Field("name", \.name, .length(1...100), .notBlank), Field("color", \.color, .hexColor))
}

public struct TagMerge: WireInput {
    public var intoTagID = ID(high: 0, low: 0)
    public init() {}
    public static let fields = Fields<Self>("TagMerge", Field("into_tag_id", \.intoTagID, "The tag that stays."))
}

/// Tags put on and taken off many images at once.
public struct TagOperations: WireInput {
    public var imageIDs: [ID] = []
    public var add: [ID] = []
    public var remove: [ID] = []

    public init() {}
    public static let fields = Fields<Self>(
        "TagOperations",
        Field("image_ids", \.imageIDs, .count(1...10_000)),
        Field("add", \.add, .count(0...100), optional: true),
        Field("remove", \.remove, .count(0...100), optional: true))
}

/// How many things a bulk change reached.
public struct BulkAnswer: WireObject {
    public var updated: Int
    public init(updated: Int) { self.updated = updated }
    public static let fields = Fields<Self>("BulkAnswer", Field("updated", \.updated))
}
