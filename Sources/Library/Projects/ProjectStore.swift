import Core
import Database
import HTTPServer

/// SQL of projects. Rows come with the reader's role: owner for administrators, viewer where the project is merely public.
enum ProjectStore {
    /// Whose eyes a list is for.
    struct Reader: Sendable {
        var userID: ID
        var isAdministrator: Bool
    }

    private static let columns = """
        p.id, p.name, p.description, p.task_type, p.metadata, p.is_public, p.owner_id, m.role, p.image_count, p.done_count, \
        p.annotation_count, (SELECT count(*) FROM labels WHERE labels.project_id = p.id), p.created_at, p.updated_at
        """
    private static let source = "projects p LEFT JOIN members m ON m.project_id = p.id AND m.user_id = $1"
    private static let coverCount = 6

    private static func read(_ row: Row, _ reader: Reader) throws -> Project {
        var read = row.reader()
        let id = try read.id(), name = try read.text(), description = try read.text()
        let taskType: TaskType = try read.value()
        let metadata = RawJSON(trusted: try read.text()), isPublic = try read.bool(), ownerID = try read.id()
        let role = try read.optionalText().flatMap(Role.init(rawValue:)) ?? .viewer
        return Project(
            id: id, name: name, description: description, taskType: taskType, metadata: metadata, isPublic: isPublic,
            ownerID: ownerID, role: reader.isAdministrator ? .owner : role, imageCount: try read.int(), doneCount: try read.int(),
            annotationCount: try read.int(), labelCount: try read.int(), coverImageIDs: [], createdAt: try read.time(),
            updatedAt: try read.time())
    }

    static func find(_ connection: Connection, _ id: ID, for reader: Reader) throws -> Project? {
        let found = try connection.first("SELECT \(columns) FROM \(source) WHERE p.id = $2", reader.userID, id) { row in
            try read(row, reader)
        }
        guard var project = found else { return nil }
        project.coverImageIDs = try covers(connection, id)
        return project
    }

    /// Newest first: ids made by the server sort by time. What the reader may not see is not there.
    static func page(_ connection: Connection, for reader: Reader, before: ID?, text: String?, limit: Int) throws -> [Project] {
        let visible = reader.isAdministrator ? "" : "AND (m.role IS NOT NULL OR p.is_public = 1)"
        let matches = connection.dialect.matches("p.name", "$3")
        let last = before ?? ID(high: .max, low: .max)
        var projects = try connection.query(
            "SELECT \(columns) FROM \(source) WHERE p.id < $2 AND \(matches) \(visible) ORDER BY p.id DESC LIMIT $4",
            reader.userID, last, Dialect.pattern(containing: text ?? ""), limit
        ) { row in try read(row, reader) }
        for index in projects.indices { projects[index].coverImageIDs = try covers(connection, projects[index].id) }
        return projects
    }

    private static func covers(_ connection: Connection, _ id: ID) throws -> [ID] {
        try connection.query(
            """
            SELECT id FROM images WHERE project_id = $1 AND deleted_at IS NULL ORDER BY created_at DESC, id DESC
            LIMIT \(coverCount)
            """, id
        ) { try $0.id(0) }
    }

    static func insert(_ connection: Connection, id: ID, _ body: ProjectBody, owner: ID, at now: Timestamp) throws {
        try connection.execute(
            """
            INSERT INTO projects (id, name, description, task_type, metadata, is_public, owner_id, created_at, updated_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)
            """, id, body.name, body.description, body.taskType.rawValue, body.metadata, body.isPublic, owner, now)
    }

    static func update(_ connection: Connection, _ id: ID, _ patch: ProjectPatch, at now: Timestamp) throws {
        try connection.execute(
            """
            UPDATE projects SET name = COALESCE($2, name), description = COALESCE($3, description),
            task_type = COALESCE($4, task_type), metadata = COALESCE($5, metadata), is_public = COALESCE($6, is_public),
            updated_at = $7 WHERE id = $1
            """, id, patch.name, patch.description, patch.taskType?.rawValue, patch.metadata, patch.isPublic, now)
    }

    static func delete(_ connection: Connection, _ id: ID) throws {
        // In this order each table's rows go by an index before the rows they refer to.
        let images = "SELECT id FROM images WHERE project_id = $1"
        try connection.execute("DELETE FROM annotations WHERE image_id IN (\(images))", id)
        try connection.execute("DELETE FROM images WHERE project_id = $1", id)
        try connection.execute("DELETE FROM members WHERE project_id = $1", id)
        try connection.execute("DELETE FROM projects WHERE id = $1", id)
    }
}
