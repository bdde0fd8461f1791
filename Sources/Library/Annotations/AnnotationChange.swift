import Core
import Database

/// One entry of an image's history.
struct AnnotationChange: WireObject {
    var id: ID
    var annotationID: ID
    var action: String
    var userID: ID?
    var username: String?
    var at: Timestamp
    var before: RawJSON?
    var after: RawJSON?

    static let fields = Fields<Self>(
        "AnnotationChange",
        Field("id", \.id),
        Field("annotation_id", \.annotationID),
        Field("action", \.action, .oneOf(["create", "update", "delete", "restore"])),
        Field("user_id", \.userID),
        Field("username", \.username),
        Field("at", \.at),
        Field("before", \.before),
        Field("after", \.after))

    /// Newest first, before the one that `before` names.
    static func page(_ connection: Connection, _ imageID: ID, before: ID?, limit: Int) throws -> [AnnotationChange] {
        try connection.query(
            """
            SELECT h.id, h.annotation_id, h.action, h.user_id, u.username, h.at, h.before, h.after FROM annotation_history h
            LEFT JOIN users u ON u.id = h.user_id WHERE h.image_id = $1 AND h.id < $2 ORDER BY h.id DESC LIMIT $3
            """, imageID, before ?? ID(high: .max, low: .max), limit
        ) { row in
            var read = row.reader()
            return AnnotationChange(
                id: try read.id(), annotationID: try read.id(), action: try read.text(), userID: try read.optionalID(),
                username: try read.optionalText(), at: try read.time(),
                before: try read.optionalText().map { RawJSON(trusted: $0) },
                after: try read.optionalText().map { RawJSON(trusted: $0) })
        }
    }
}
