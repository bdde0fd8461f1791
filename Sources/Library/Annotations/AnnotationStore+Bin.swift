import Core
import Database

extension AnnotationStore {
    /// A page of the deleted annotations of an image, deleted last first.
    static func binned(_ connection: Connection, _ imageID: ID, before: (Timestamp, ID)?, limit: Int) throws -> [Annotation] {
        let (time, id) = before ?? (Timestamp(microseconds: .max), ID(high: .max, low: .max))
        return try connection.query(
            """
            SELECT \(columns) FROM annotations WHERE image_id = $1 AND deleted_at IS NOT NULL AND (deleted_at, id) < ($2, $3)
            ORDER BY deleted_at DESC, id DESC LIMIT $4
            """, imageID, time, id, limit, map: read)
    }

    /// Every annotation of an image, deleted ones too.
    static func all(_ connection: Connection, _ imageID: ID) throws -> [Annotation] {
        try connection.query("SELECT \(columns) FROM annotations WHERE image_id = $1 ORDER BY created_at, id", imageID, map: read)
    }

    static func mark(_ connection: Connection, _ imageID: ID) throws -> AnnotationMark {
        let found = try connection.first(
            "SELECT count(*), max(updated_at) FROM annotations WHERE image_id = $1 AND deleted_at IS NULL", imageID
        ) { row in
            var read = row.reader()
            return AnnotationMark(count: try read.int(), newest: try read.optionalTime())
        }
        return found ?? AnnotationMark(count: 0, newest: nil)
    }
}
