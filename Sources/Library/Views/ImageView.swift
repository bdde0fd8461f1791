import Core

/// A filter, an order and a density of a project's images under a name.
public struct ImageView: WireObject {
    public var id: ID
    public var projectID: ID
    public var ownerID: ID
    public var owner: String
    public var name: String
    public var query: RawJSON
    public var density: String?
    public var isShared: Bool
    public var isDefault: Bool
    public var createdAt: Timestamp
    public var updatedAt: Timestamp

    public static let fields = Fields<Self>(
        "ImageView", Field("id", \.id), Field("project_id", \.projectID), Field("owner_id", \.ownerID), Field("owner", \.owner),
        Field("name", \.name), Field("query", \.query, "As of the list of images."), Field("density", \.density),
        Field("is_shared", \.isShared, "All who see the project see it."),
        Field("is_default", \.isDefault, "Opened first: a private one for its owner, a shared one for those without their own."),
        Field("created_at", \.createdAt), Field("updated_at", \.updatedAt))
}

public struct ImageViewBody: WireInput {
    public var name = ""
    public var query = ImageListQuery()
    public var density: String?
    public var isShared = false
    public var isDefault = false

    public init() {}
    public static let fields = Fields<Self>(
        "ImageViewBody", Field("name", \.name, .length(1...100), .notBlank), Field("query", \.query, optional: true),
        Field("density", \.density, .density, optional: true), Field("is_shared", \.isShared, optional: true),
        Field("is_default", \.isDefault, optional: true))
}

public struct ImageViewPatch: WireInput {
    public var name: String?
    public var query: ImageListQuery?
    public var density: String?
    public var isShared: Bool?
    public var isDefault: Bool?

    public init() {}
    public static let fields = Fields<Self>(
        "ImageViewPatch", Field("name", \.name, .length(1...100), .notBlank), Field("query", \.query, optional: true),
        Field("density", \.density, .density, optional: true), Field("is_shared", \.isShared, optional: true),
        Field("is_default", \.isDefault, optional: true))
}

extension Constraint {
    fileprivate static let density = Constraint.oneOf(["small", "medium", "large"])
}

extension ImageListQuery {
    /// As a view keeps it: without the place in the list.
    var kept: String {
        var query = self
        query.cursor = nil
        query.limit = Page<JSON>.defaultLimit
        return String(decoding: query.encoded(), as: UTF8.self)
    }
}
