import Core
import Database

/// SQL of comments.
enum CommentStore {
    private static let select = """
        SELECT c.id, c.image_id, c.author_id, u.username, c.body, c.annotation_id, c.x, c.y, c.parent_id, c.resolved_at, \
        c.created_at, c.updated_at FROM comments c JOIN users u ON u.id = c.author_id
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
            parentID: try read.optionalID(), resolvedAt: try read.optionalTime(), createdAt: try read.time(),
            updatedAt: try read.time())
    }

    /// Oldest first, after the one that `cursor` names. `unresolved`: threads that are open alone, with their answers.
    static func page(
        _ connection: Connection, _ imageID: ID, unresolved: Bool = false, after: ID?, limit: Int
    ) throws -> [Comment] {
        let open = """
            AND NOT EXISTS (SELECT 1 FROM comments t WHERE t.id = COALESCE(c.parent_id, c.id) AND t.resolved_at IS NOT NULL)
            """
        let found = try connection.query(
            "\(select) WHERE c.image_id = $1 AND c.id > $2 \(unresolved ? open : "") ORDER BY c.id LIMIT $3", imageID,
            after ?? ID(high: 0, low: 0), limit, map: read)
        return try MentionStore.filled(connection, found)
    }

    static func find(_ connection: Connection, _ id: ID) throws -> Comment? {
        try connection.first("\(select) WHERE c.id = $1", id, map: read).map { try MentionStore.filled(connection, [$0])[0] }
    }

    static func create(_ connection: Connection, _ imageID: ID, _ body: CommentBody, by userID: ID, at now: Timestamp) throws -> ID {
        guard let image = try ImageFacts.lock(connection, imageID) else { throw FoveaError.notFound("The image") }
        if let annotationID = body.annotationID {
            let exists = try connection.exists(
                "SELECT 1 FROM annotations WHERE id = $1 AND image_id = $2", annotationID, imageID)
            guard exists else { throw FoveaError.invalid("annotation_id", "is no annotation of this image") }
        }
        if let point = body.point {
            let isInside = (0...Double(image.size.width)).contains(point[0]) && (0...Double(image.size.height)).contains(point[1])
            guard isInside else { throw FoveaError.invalid("point", "must lie in the image") }
        }
        if let parentID = body.parentID {
            let parent = try connection.first("SELECT parent_id FROM comments WHERE id = $1 AND image_id = $2", parentID, imageID) {
                (thread: try $0.optionalID(0), isThere: true)
            }
            guard let parent else { throw FoveaError.invalid("parent_id", "is no comment on this image") }
            guard parent.thread == nil else { throw FoveaError.invalid("parent_id", "is an answer itself: answer the first of its thread") }
        }
        let id = ID.make(at: now)
        try connection.execute(
            """
            INSERT INTO comments (id, image_id, author_id, body, annotation_id, x, y, parent_id, created_at, updated_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)
            """, id, imageID, userID, body.body, body.annotationID, body.point?.first, body.point?.last, body.parentID, now)
        try connection.execute("UPDATE images SET comment_count = comment_count + 1 WHERE id = $1", imageID)
        try MentionStore.set(connection, id, projectID: image.projectID, MentionNames.of(body.body), by: userID)
        return id
    }

    static func update(_ connection: Connection, _ comment: Comment, _ patch: CommentPatch, at now: Timestamp) throws {
        if patch.resolved != nil, comment.parentID != nil {
            throw FoveaError.invalid("resolved", "is said of a thread's first comment")
        }
        let resolvedAt: Timestamp? =
            switch patch.resolved {
            case .some(true): comment.resolvedAt ?? now
            case .some(false): nil
            case nil: comment.resolvedAt
            }
        try connection.execute(
            "UPDATE comments SET body = $2, resolved_at = $3, updated_at = $4 WHERE id = $1", comment.id,
            patch.body ?? comment.body, resolvedAt, now)
        guard let body = patch.body, let image = try ImageFacts.lock(connection, comment.imageID) else { return }
        try MentionStore.set(connection, comment.id, projectID: image.projectID, MentionNames.of(body), by: comment.authorID)
    }

    /// With the answers to it. Throws `FoveaError.conflict` when `userID` would take others' answers away with their own.
    static func delete(_ connection: Connection, _ comment: Comment, by userID: ID, mayDeleteOthers: Bool) throws {
        if !mayDeleteOthers {
            let isAnswered = try connection.exists(
                "SELECT 1 FROM comments WHERE parent_id = $1 AND author_id <> $2 LIMIT 1", comment.id, userID)
            if isAnswered { throw FoveaError(.conflict, "Others have answered this comment: resolve it instead.") }
        }
        let answers = try connection.execute("DELETE FROM comments WHERE parent_id = $1", comment.id)
        let gone = try connection.execute("DELETE FROM comments WHERE id = $1", comment.id)
        try connection.execute("UPDATE images SET comment_count = comment_count - $2 WHERE id = $1", comment.imageID, answers + gone)
    }
}
