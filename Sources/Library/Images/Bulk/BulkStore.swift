import Core
import Database

/// SQL of changes to many images: the operation, the images that it named when it began, and what each was before.
enum BulkStore {
    struct Operation: Sendable {
        var id: ID
        var projectID: ID
        var userID: ID
        var body: BulkBody
        var matched: Int
        var changed: Int
        var skipped: Int
        var undoneAt: Timestamp?
    }

    struct Item: Sendable {
        var position: Int
        var imageID: ID
        var before: String?
        var after: String?
    }

    /// So many operations of one user in one project can be undone; what older ones did is forgotten.
    static let remembered = 5

    static func insert(_ connection: Connection, _ operation: Operation, at now: Timestamp) throws {
        try connection.execute(
            """
            INSERT INTO bulk_operations (id, project_id, user_id, body, matched, changed, skipped, created_at)
            VALUES ($1, $2, $3, $4, $5, 0, 0, $6)
            """, operation.id, operation.projectID, operation.userID, String(decoding: operation.body.encoded(), as: UTF8.self),
            operation.matched, now)
        try forget(connection, operation)
    }

    private static func forget(_ connection: Connection, _ operation: Operation) throws {
        let kept = "SELECT id FROM bulk_operations WHERE project_id = $1 AND user_id = $2 ORDER BY id DESC LIMIT \(remembered)"
        try connection.execute(
            """
            DELETE FROM bulk_items WHERE operation_id IN (SELECT o.id FROM bulk_operations o WHERE o.project_id = $1 AND o.user_id = $2
            AND o.id NOT IN (SELECT id FROM (\(kept)) kept)
            AND NOT EXISTS (SELECT 1 FROM jobs j WHERE j.id = o.id AND j.status IN ('QUEUED', 'RUNNING')))
            """, operation.projectID, operation.userID)
    }

    /// With the row locked: two that work at it take turns.
    static func lock(_ connection: Connection, _ id: ID) throws -> Operation? { try find(connection, id, connection.dialect.forUpdate) }

    static func find(_ connection: Connection, _ id: ID, _ lock: String = "") throws -> Operation? {
        try connection.first(
            "SELECT id, project_id, user_id, body, matched, changed, skipped, undone_at FROM bulk_operations WHERE id = $1\(lock)", id
        ) { row in
            Operation(
                id: try row.id(0), projectID: try row.id(1), userID: try row.id(2), body: try BulkBody.decode(try row.json(3)),
                matched: try row.int(4), changed: try row.int(5), skipped: try row.int(6), undoneAt: try row.optionalTime(7))
        }
    }

    /// Remembers which images there are to change, once: what matches a filter differs when half of it is done.
    static func snapshot(_ connection: Connection, _ operation: Operation) throws {
        guard try !connection.exists("SELECT 1 FROM bulk_items WHERE operation_id = $1 LIMIT 1", operation.id) else { return }
        if let ids = operation.body.imageIDs {
            let items = ids.enumerated().map { [.id(operation.id), .integer(Int64($0.offset)), .id($0.element), .integer(0)] as [SQLValue] }
            try connection.copyIn("bulk_items", columns: ["operation_id", "position", "image_id", "is_done"], rows: items)
        } else if let filter = operation.body.filter {
            var (condition, values) = ImageStore.matching(connection.dialect, operation.projectID, filter)
            values.append(.id(operation.id))
            try connection.execute(
                """
                INSERT INTO bulk_items (operation_id, position, image_id)
                SELECT $\(values.count), row_number() OVER (ORDER BY i.id), i.id FROM images i WHERE \(condition)
                """, values: values)
        }
    }

    /// The images of an operation that can be undone, to be set back: before and after change places.
    static func reverse(_ connection: Connection, _ original: ID, as id: ID) throws {
        try connection.execute(
            """
            INSERT INTO bulk_items (operation_id, position, image_id, before, after)
            SELECT $2, position, image_id, after, before FROM bulk_items WHERE operation_id = $1 AND is_done = 1 AND before IS NOT NULL
            """, original, id)
    }

    static func canUndo(_ connection: Connection, _ id: ID) throws -> Int {
        try connection.integer(
            "SELECT count(*) FROM bulk_items WHERE operation_id = $1 AND is_done = 1 AND before IS NOT NULL", id) ?? 0
    }

    /// Those to do after the place `after`.
    static func next(_ connection: Connection, _ id: ID, after: Int, limit: Int) throws -> [Item] {
        try connection.query(
            """
            SELECT position, image_id, before, after FROM bulk_items WHERE operation_id = $1 AND position > $2 AND is_done = 0
            ORDER BY position LIMIT $3
            """, id, after, limit
        ) { Item(position: try $0.int(0), imageID: try $0.id(1), before: try $0.optionalText(2), after: try $0.optionalText(3)) }
    }

    static func imageIDs(_ connection: Connection, _ id: ID) throws -> [ID] {
        try connection.query("SELECT image_id FROM bulk_items WHERE operation_id = $1", id) { try $0.id(0) }
    }

    static func count(_ connection: Connection, _ id: ID) throws -> Int {
        try connection.integer("SELECT count(*) FROM bulk_items WHERE operation_id = $1", id) ?? 0
    }

    /// - Parameter items: with what each was before and is now, where that is remembered.
    static func finish(_ connection: Connection, _ id: ID, _ items: [Item], changed: Int) throws {
        try connection.executeMany(
            "UPDATE bulk_items SET is_done = 1, before = $3, after = $4 WHERE operation_id = $1 AND position = $2",
            items.map { [.id(id), .integer(Int64($0.position)), $0.before.sqlValue, $0.after.sqlValue] })
        try connection.execute(
            "UPDATE bulk_operations SET changed = changed + $2, skipped = skipped + $3 WHERE id = $1", id, changed, items.count - changed)
    }

    static func setUndone(_ connection: Connection, _ id: ID, at now: Timestamp) throws {
        try connection.execute("UPDATE bulk_operations SET undone_at = $2 WHERE id = $1", id, now)
    }
}
