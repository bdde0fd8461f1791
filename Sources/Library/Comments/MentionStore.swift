import Core
import Database

/// SQL of whom comments name.
enum MentionStore {
    /// Nobody is told of more than this many at once by one comment.
    private static let limit = 50

    /// The members whom a comment names now: new ones are told, those it no longer names are not.
    static func set(_ connection: Connection, _ commentID: ID, projectID: ID, _ names: [String], by authorID: ID) throws {
        let named =
            names.isEmpty
            ? []
            : try connection.query(
                """
                SELECT u.id FROM users u JOIN members m ON m.user_id = u.id AND m.project_id = $1
                WHERE \(connection.dialect.contains("u.username_key", "$2", .textList)) AND u.id <> $3 ORDER BY u.id LIMIT $4
                """, projectID, names, authorID, limit
            ) { try $0.id(0) }
        try connection.execute(
            "DELETE FROM comment_mentions WHERE comment_id = $1 AND NOT (\(connection.dialect.contains("user_id", "$2", .idList)))",
            commentID, named)
        try connection.executeMany(
            "INSERT INTO comment_mentions (user_id, comment_id) VALUES ($1, $2) ON CONFLICT DO NOTHING",
            named.map { [.id($0), .id(commentID)] })
    }

    /// The same comments, with whom they name.
    static func filled(_ connection: Connection, _ comments: [Comment]) throws -> [Comment] {
        guard !comments.isEmpty else { return [] }
        var mentions: [ID: [ID]] = [:]
        try connection.forEach(
            """
            SELECT comment_id, user_id FROM comment_mentions WHERE \(connection.dialect.contains("comment_id", "$1", .idList))
            ORDER BY user_id
            """, comments.map(\.id)
        ) { row in mentions[try row.id(0), default: []].append(try row.id(1)) }
        return comments.map { comment in
            var comment = comment
            comment.mentions = mentions[comment.id] ?? []
            return comment
        }
    }

    /// What names `userID` in the projects that they are in, newest first.
    static func page(_ connection: Connection, of userID: ID, unread: Bool, before: ID?, limit: Int) throws -> [Mention] {
        try connection.query(
            """
            SELECT c.id, c.image_id, i.filename, i.project_id, p.name, u.username, c.body, c.resolved_at, c.created_at, m.read_at
            \(from) \(unread ? "AND m.read_at IS NULL" : "") AND m.comment_id < $2 ORDER BY m.comment_id DESC LIMIT $3
            """, userID, before ?? ID(high: .max, low: .max), limit
        ) { row in
            var read = row.reader()
            return Mention(
                commentID: try read.id(), imageID: try read.id(), filename: try read.text(), projectID: try read.id(),
                projectName: try read.text(), author: try read.text(), body: try read.text(), resolvedAt: try read.optionalTime(),
                createdAt: try read.time(), readAt: try read.optionalTime())
        }
    }

    static func unreadCount(_ connection: Connection, of userID: ID) throws -> Int {
        try connection.integer("SELECT count(*) \(from) AND m.read_at IS NULL", userID) ?? 0
    }

    /// Answers how many were unread. Nil: all.
    static func markRead(_ connection: Connection, of userID: ID, _ commentIDs: [ID]?, at now: Timestamp) throws -> Int {
        guard let commentIDs else {
            return try connection.execute("UPDATE comment_mentions SET read_at = $2 WHERE user_id = $1 AND read_at IS NULL", userID, now)
        }
        let isNamed = connection.dialect.contains("comment_id", "$3", .idList)
        return try connection.execute(
            "UPDATE comment_mentions SET read_at = $2 WHERE user_id = $1 AND read_at IS NULL AND \(isNamed)", userID, now, commentIDs)
    }

    /// Who has left a project hears no more of it; what lies in the bin is nobody's business.
    private static let from = """
        FROM comment_mentions m JOIN comments c ON c.id = m.comment_id JOIN users u ON u.id = c.author_id
        JOIN images i ON i.id = c.image_id AND i.deleted_at IS NULL JOIN projects p ON p.id = i.project_id
        JOIN members s ON s.project_id = i.project_id AND s.user_id = m.user_id WHERE m.user_id = $1
        """
}
