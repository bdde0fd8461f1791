import Core
import Database

/// SQL of saved views.
enum ViewStore {
    private static let select = """
        SELECT v.id, v.project_id, v.owner_id, u.username, v.name, v.query, v.density, v.is_shared, v.is_default, v.created_at, \
        v.updated_at FROM image_views v JOIN users u ON u.id = v.owner_id
        """
    /// Of one project.
    private static let most = 200

    private static func read(_ row: Row) throws -> ImageView {
        var read = row.reader()
        return ImageView(
            id: try read.id(), projectID: try read.id(), ownerID: try read.id(), owner: try read.text(), name: try read.text(),
            query: RawJSON(trusted: try read.text()), density: try read.optionalText(), isShared: try read.bool(),
            isDefault: try read.bool(), createdAt: try read.time(), updatedAt: try read.time())
    }

    /// Those that somebody sees: their own and shared ones, by name.
    static func ofProject(_ connection: Connection, _ projectID: ID, for userID: ID) throws -> [ImageView] {
        try connection.query(
            "\(select) WHERE v.project_id = $1 AND (v.is_shared = 1 OR v.owner_id = $2) ORDER BY v.name, v.id", projectID, userID, map: read)
    }

    static func find(_ connection: Connection, _ id: ID) throws -> ImageView? {
        try connection.first("\(select) WHERE v.id = $1", id, map: read)
    }

    static func create(_ connection: Connection, _ projectID: ID, _ body: ImageViewBody, by userID: ID, at now: Timestamp) throws -> ID {
        let mine = "SELECT count(*) FROM image_views WHERE project_id = $1 AND owner_id = $2"
        guard try connection.integer(mine, projectID, userID) ?? 0 < most else {
            throw FoveaError(.conflict, "You have \(most) views in this project. Delete one first.")
        }
        let id = ID.make(at: now)
        if body.isDefault { try clearDefault(connection, projectID, userID, shared: body.isShared) }
        try connection.execute(
            """
            INSERT INTO image_views (id, project_id, owner_id, name, query, density, is_shared, is_default, created_at, updated_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)
            """, id, projectID, userID, body.name, body.query.kept, body.density, body.isShared, body.isDefault, now)
        return id
    }

    static func update(_ connection: Connection, _ view: ImageView, _ patch: ImageViewPatch, at now: Timestamp) throws {
        let isShared = patch.isShared ?? view.isShared, isDefault = patch.isDefault ?? view.isDefault
        if isDefault { try clearDefault(connection, view.projectID, view.ownerID, shared: isShared) }
        try connection.execute(
            """
            UPDATE image_views SET name = $2, query = $3, density = $4, is_shared = $5, is_default = $6, updated_at = $7 WHERE id = $1
            """, view.id, patch.name ?? view.name, patch.query?.kept ?? view.query.text, patch.density ?? view.density, isShared, isDefault,
            now)
    }

    static func delete(_ connection: Connection, _ id: ID) throws {
        try connection.execute("DELETE FROM image_views WHERE id = $1", id)
    }

    /// One default for everybody, and one of each person's own.
    private static func clearDefault(_ connection: Connection, _ projectID: ID, _ ownerID: ID, shared: Bool) throws {
        if shared {
            try connection.execute("UPDATE image_views SET is_default = 0 WHERE project_id = $1 AND is_shared = 1", projectID)
        } else {
            try connection.execute(
                "UPDATE image_views SET is_default = 0 WHERE project_id = $1 AND is_shared = 0 AND owner_id = $2", projectID, ownerID)
        }
    }
}
