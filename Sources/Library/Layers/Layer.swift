import Core
import Database

/// Annotations that one person makes of an image apart from the image's own and from everybody else's. To whom it belongs, all
/// layers look the same, whatever they are for.
public struct Layer: WireObject {
    public var id: ID
    public var projectID: ID
    public var imageID: ID
    public var userID: ID
    public var username: String
    public var status: ImageStatus
    public var annotationCount: Int
    public var isEditable: Bool
    public var createdAt: Timestamp
    public var updatedAt: Timestamp
    var setID: ID?
    var kind: LayerKind

    public static let fields = Fields<Self>(
        "Layer",
        Field("id", \.id),
        Field("project_id", \.projectID),
        Field("image_id", \.imageID),
        Field("user_id", \.userID),
        Field("username", \.username),
        Field("status", \.status),
        Field("annotation_count", \.annotationCount),
        Field("is_editable", \.isEditable, "False once the work that it belongs to is closed."),
        Field("created_at", \.createdAt),
        Field("updated_at", \.updatedAt))
}

/// What a layer is for: one of several opinions, a check against the ground truth, or that truth.
enum LayerKind: String { case consensus, check, truth }

/// SQL of layers.
enum LayerStore {
    private static let select = """
        SELECT l.id, l.project_id, l.image_id, l.user_id, u.username, l.status, l.annotation_count, \
        CASE WHEN l.kind = 'truth' OR s.status = 'closed' THEN 0 ELSE 1 END, l.created_at, l.updated_at, l.set_id, l.kind \
        FROM layers l JOIN users u ON u.id = l.user_id LEFT JOIN consensus_sets s ON s.id = l.set_id
        """

    private static func read(_ row: Row) throws -> Layer {
        var read = row.reader()
        return Layer(
            id: try read.id(), projectID: try read.id(), imageID: try read.id(), userID: try read.id(), username: try read.text(),
            status: try read.value(), annotationCount: try read.int(), isEditable: try read.bool(), createdAt: try read.time(),
            updatedAt: try read.time(), setID: try read.optionalID(), kind: try read.value())
    }

    static func find(_ connection: Connection, _ id: ID) throws -> Layer? {
        try connection.first("\(select) WHERE l.id = $1", id, map: read)
    }

    /// The same, kept from other writers until the transaction ends.
    static func lock(_ connection: Connection, _ id: ID) throws -> Layer? {
        guard try connection.exists("SELECT 1 FROM layers WHERE id = $1\(connection.dialect.forUpdate)", id) else { return nil }
        return try find(connection, id)
    }

    static func ofImage(_ connection: Connection, set setID: ID, _ imageID: ID) throws -> [Layer] {
        try connection.query("\(select) WHERE l.set_id = $1 AND l.image_id = $2 ORDER BY l.user_id", setID, imageID, map: read)
    }

    struct New {
        var id: ID
        var imageID: ID
        var userID: ID
        var setID: ID?
        var kind: LayerKind
        var status = ImageStatus.new
        var annotationCount = 0
    }

    static func insert(_ connection: Connection, _ layers: [New], projectID: ID, at now: Timestamp) throws {
        let columns = ["id", "project_id", "image_id", "user_id", "set_id", "kind", "status", "annotation_count", "created_at", "updated_at"]
        try connection.copyIn(
            "layers", columns: columns,
            rows: layers.map { layer -> [SQLValue] in
                [
                    .id(layer.id), .id(projectID), .id(layer.imageID), .id(layer.userID), layer.setID.sqlValue, .text(layer.kind.rawValue),
                    .text(layer.status.rawValue), layer.annotationCount.sqlValue, now.sqlValue, now.sqlValue,
                ]
            })
    }

    /// A page of a layer's living annotations, oldest first.
    static func annotations(_ connection: Connection, _ id: ID, after: (Timestamp, ID)?, limit: Int) throws -> [Annotation] {
        let (time, last) = after ?? (Timestamp(microseconds: .min), ID(high: 0, low: 0))
        return try connection.query(
            """
            SELECT \(AnnotationStore.columns) FROM layer_annotations WHERE layer_id = $1 AND deleted_at IS NULL
            AND (created_at, id) > ($2, $3) ORDER BY created_at, id LIMIT $4
            """, id, time, last, limit, map: AnnotationStore.read)
    }

    /// Annotations of layers by id wherever they are, deleted ones too, each with its layer.
    static func byID(_ connection: Connection, _ ids: [ID]) throws -> [(annotation: Annotation, layerID: ID)] {
        try connection.query(
            """
            SELECT \(AnnotationStore.columns), layer_id FROM layer_annotations
            WHERE \(connection.dialect.contains("id", "$1", .idList)) ORDER BY created_at, id
            """, ids
        ) { row in (annotation: try AnnotationStore.read(row), layerID: try row.id(AnnotationStore.columnCount)) }
    }
}
