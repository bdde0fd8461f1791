import Core
import Database

/// What somebody is to do with an image.
public enum TaskKind: String, WireEnum { case label, review }

/// SQL of tasks: one image for one person to label or review.
enum TaskStore {
    static let columns = ["id", "project_id", "image_id", "user_id", "kind", "assignment_id", "layer_id", "is_open", "rank"]
    static let returned = 0, normal = 1

    struct New {
        var imageID: ID
        var userID: ID
        var kind: TaskKind
        var assignmentID: ID?
        var layerID: ID?
        var isOpen = true
        var rank = TaskStore.normal
    }

    /// Adds tasks, which are done in this order.
    static func insert(_ connection: Connection, _ tasks: [New], projectID: ID, at now: Timestamp) throws {
        let rows = tasks.enumerated().map { index, task -> [SQLValue] in
            // A microsecond apart: ids keep the order.
            [
                .id(.make(at: now.advanced(by: .microseconds(index)))), .id(projectID), .id(task.imageID), .id(task.userID),
                .text(task.kind.rawValue), task.assignmentID.sqlValue, task.layerID.sqlValue, task.isOpen.sqlValue, task.rank.sqlValue,
            ]
        }
        try connection.copyIn("tasks", columns: columns, rows: rows)
    }

    /// Brings the tasks of images in line with what the images now are, and the counts of their assignments. An image that is
    /// done, or in the bin, is nobody's task to label; one with a verdict nobody's to review.
    static func follow(_ connection: Connection, _ imageIDs: [ID]) throws {
        try turn(
            connection, where: "layer_id IS NULL AND \(connection.dialect.contains("image_id", "$1", .idList)) AND is_open <> \(wanted)", imageIDs)
    }

    /// Opens or closes the tasks of layers.
    static func setOpen(_ connection: Connection, _ isOpen: Bool, layers: [ID]) throws {
        let isNamed = connection.dialect.contains("layer_id", "$1", .idList)
        try turn(connection, where: "\(isNamed) AND is_open = \(isOpen ? 0 : 1)", layers)
    }

    private static let wanted = """
        (SELECT CASE WHEN i.deleted_at IS NOT NULL THEN 0 WHEN tasks.kind = 'label' AND i.status = 'DONE' THEN 0 \
        WHEN tasks.kind = 'review' AND i.review_status <> 'UNREVIEWED' THEN 0 ELSE 1 END FROM images i WHERE i.id = tasks.image_id)
        """

    private static func turn(_ connection: Connection, where condition: String, _ ids: [ID]) throws {
        let changes = try connection.query(
            "SELECT assignment_id, CAST(sum(2 * is_open - 1) AS BIGINT) FROM tasks WHERE \(condition) GROUP BY assignment_id", ids
        ) { row in (assignment: try row.optionalID(0), closed: try row.int(1)) }
        guard !changes.isEmpty else { return }
        // What is done is no longer a thing sent back.
        try connection.execute(
            "UPDATE tasks SET is_open = 1 - is_open, rank = CASE WHEN is_open = 1 THEN \(normal) ELSE rank END WHERE \(condition)", ids)
        let counts = changes.compactMap { change in change.assignment.map { (id: $0, closed: change.closed) } }.sorted { $0.id < $1.id }
        try connection.executeMany(
            "UPDATE assignments SET done_count = done_count + $2 WHERE id = $1", counts.map { [.id($0.id), $0.closed.sqlValue] })
    }

    /// Takes images away from whoever has them for this kind of work.
    static func remove(_ connection: Connection, _ imageIDs: [ID], _ kind: TaskKind) throws {
        let condition = "layer_id IS NULL AND kind = $2 AND \(connection.dialect.contains("image_id", "$1", .idList))"
        let counts = try connection.query(
            """
            SELECT assignment_id, count(*), CAST(sum(1 - is_open) AS BIGINT) FROM tasks WHERE \(condition) AND assignment_id IS NOT NULL
            GROUP BY assignment_id
            """, imageIDs, kind.rawValue
        ) { row in (id: try row.id(0), images: try row.int(1), done: try row.int(2)) }
        try connection.execute("DELETE FROM tasks WHERE \(condition)", imageIDs, kind.rawValue)
        try connection.executeMany(
            "UPDATE assignments SET image_count = image_count - $2, done_count = done_count - $3 WHERE id = $1",
            counts.sorted { $0.id < $1.id }.map { [.id($0.id), $0.images.sqlValue, $0.done.sqlValue] })
    }

    /// Sends images back to whoever labelled them: their tasks open again before all others, and where nobody had the task, the
    /// one who last changed the image gets it, if still an annotator here. The images are not done any more.
    static func sendBack(_ connection: Connection, _ images: [(id: ID, annotator: ID?)], projectID: ID, at now: Timestamp) throws {
        let ids = images.map(\.id), isNamed = connection.dialect.contains("image_id", "$1", .idList)
        try follow(connection, ids)
        try connection.execute("UPDATE tasks SET rank = \(returned) WHERE layer_id IS NULL AND kind = 'label' AND \(isNamed)", ids)
        let given = Set(
            try connection.query("SELECT image_id FROM tasks WHERE layer_id IS NULL AND kind = 'label' AND \(isNamed)", ids) { try $0.id(0) })
        let able = try MemberRoles.able(connection, projectID, Array(Set(images.compactMap(\.annotator))), .annotator)
        let new = images.compactMap { image -> New? in
            guard let annotator = image.annotator, able.contains(annotator), !given.contains(image.id) else { return nil }
            return New(imageID: image.id, userID: annotator, kind: .label, rank: returned)
        }
        try insert(connection, new, projectID: projectID, at: now)
    }
}
