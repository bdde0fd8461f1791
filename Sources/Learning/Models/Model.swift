import Core
import Database

/// A named line of model versions.
public struct Model: WireObject {
    public var id: ID
    public var name: String
    public var description: String
    public var ownerID: ID
    public var projectID: ID?
    public var isPublic: Bool
    public var deployedVersionID: ID?
    public var versionCount: Int
    public var createdAt: Timestamp
    public var updatedAt: Timestamp

    public static let fields = Fields<Self>(
        "Model",
        Field("id", \.id),
        Field("name", \.name),
        Field("description", \.description),
        Field("owner_id", \.ownerID),
        Field("project_id", \.projectID),
        Field("is_public", \.isPublic, "Every signed-in user may see and use it."),
        Field("deployed_version_id", \.deployedVersionID),
        Field("version_count", \.versionCount),
        Field("created_at", \.createdAt),
        Field("updated_at", \.updatedAt))

    static let columns = "id, name, description, owner_id, project_id, is_public, deployed_version_id, version_count, created_at, updated_at"

    init(_ row: Row) throws {
        var read = row.reader()
        id = try read.id()
        name = try read.text()
        description = try read.text()
        ownerID = try read.id()
        projectID = try read.optionalID()
        isPublic = try read.bool()
        deployedVersionID = try read.optionalID()
        versionCount = try read.int()
        createdAt = try read.time()
        updatedAt = try read.time()
    }
}

public struct ModelBody: WireInput {
    public var name = ""
    public var description = ""
    public var isPublic = false
    public var projectID: ID?

    public init() {}
    public static let fields = Fields<Self>(
        "ModelBody",
        Field("name", \.name, .length(1...200)),
        Field("description", \.description, .length(0...10_000), optional: true),
        Field("is_public", \.isPublic, optional: true),
        Field("project_id", \.projectID, "Its members then see it, and its managers change it.", optional: true))
}

public struct ModelPatch: WireInput {
    public var name: String?
    public var description: String?
    public var isPublic: Bool?

    public init() {}
    public static let fields = Fields<Self>(
        "ModelPatch",
        Field("name", \.name, .length(1...200), optional: true),
        Field("description", \.description, .length(0...10_000), optional: true),
        Field("is_public", \.isPublic, optional: true))
}

public enum ModelVersionStatus: String, WireEnum {
    case uploading = "UPLOADING"
    case building = "BUILDING"
    case ready = "READY"
    case failed = "FAILED"
}

public enum ModelKind: String, WireEnum { case detector, package, embedding }
