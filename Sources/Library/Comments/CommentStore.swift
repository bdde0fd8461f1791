import Core
import Database

/// SQL of comments.
enum CommentStore {
    private static let select = """
        SELECT c.id, c.image_id, c.author_id, u.username, c.body, c.annotation_id, c.x, c.y, c.resolved_at, c.created_at, \
        c.updated_at FROM comments c JOIN users u ON u.id = c.author_id
        """

    private static func read(_ row: Row) throws -> Comment {
        var read = row.reader()
        let id = try read.id(), imageID = try read.id(), authorID = try read.id(), author = try read.text()
        let body = try read.text(), annotationID = try read.optionalID()
        let x = try read.optionalDouble(), y = try read.optionalDouble()
        var point: [Double]?
        if let x, let y { point = [x, y] }
        return Comment(
            id: id, imageID: imageID, authorID: authorID, author: author, body: body, annotationID: annotationID, point: point,
            resolvedAt: try read.optionalTime(), createdAt: try read.time(), updatedAt: try read.time())
    }

    /// Oldest first, after the one that `cursor` names.
    static func page(_ connection: Connection, _ imageID: ID, after: ID?, limit: Int) throws -> [Comment] {
        try connection.query(
            "\(select) WHERE c.image_id = $1 AND c.id > $2 ORDER BY c.id LIMIT $3", imageID, after ?? ID(high: 0, low: 0), limit,
            map: read)
    }

    static func find(_ connection: Connection, _ id: ID) throws -> Comment? {
        try connection.first("\(select) WHERE c.id = $1", id, map: read)
    }

    static func create(_ connection: Connection, _ imageID: ID, _ body: CommentBody, by userID: ID, at now: Timestamp) throws -> ID {
        if let annotationID = body.annotationID {
            let exists = try connection.exists(
                "SELECT 1 FROM annotations WHERE id = $1 AND image_id = $2", annotationID, imageID)
            guard exists else { throw FoveaError.invalid("annotation_id", "is no annotation of this image") }
        }
        let id = ID.make(at: now)
        try connection.execute(
            """
            INSERT INTO comments (id, image_id, author_id, body, annotation_id, x, y, created_at, updated_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)
            """, id, imageID, userID, body.body, body.annotationID, body.point?.first, body.point?.last, now)
        try connection.execute("UPDATE images SET comment_count = comment_count + 1 WHERE id = $1", imageID)
        return id
    }

    static func update(_ connection: Connection, _ comment: Comment, _ patch: CommentPatch, at now: Timestamp) throws {
        let resolvedAt: Timestamp? =
            switch patch.resolved {
            case .some(true): comment.resolvedAt ?? now
            case .some(false): nil
            case nil: comment.resolvedAt
            }
        try connection.execute(
            "UPDATE comments SET body = $2, resolved_at = $3, updated_at = $4 WHERE id = $1", comment.id,
            patch.body ?? comment.body, resolvedAt, now)
    }

    static func delete(_ connection: Connection, _ comment: Comment) throws {
        try connection.execute("DELETE FROM comments WHERE id = $1", comment.id)
        try connection.execute("UPDATE images SET comment_count = comment_count - 1 WHERE id = $1", comment.imageID)
    }
}
