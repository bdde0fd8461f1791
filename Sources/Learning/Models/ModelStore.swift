import Core
import Database

/// SQL of models.
enum ModelStore {
    static func find(_ connection: Connection, _ id: ID) throws -> Model? {
        try connection.first("SELECT \(Model.columns) FROM models WHERE id = $1", id, map: Model.init)
    }

    /// Models that a user may see (their own that are in no project, public ones, those of their projects), newest first; all of
    /// them for nil.
    static func page(
        _ connection: Connection, viewer: ID?, visibleProjects: [ID], project: ID?, before: ID?, limit: Int
    ) throws -> [Model] {
        var values: [SQLValue] = []
        func place(_ value: SQLValue) -> String {
            values.append(value)
            return "$\(values.count)"
        }
        var conditions = ["id < \(place(.id(before ?? ID(high: .max, low: .max))))"]
        if let viewer {
            let shared = connection.dialect.contains("project_id", place(.idList(visibleProjects)), .idList)
            conditions.append("((owner_id = \(place(.id(viewer))) AND project_id IS NULL) OR is_public = 1 OR \(shared))")
        }
        if let project { conditions.append("project_id = \(place(.id(project)))") }
        return try connection.query(
            "SELECT \(Model.columns) FROM models WHERE \(conditions.joined(separator: " AND ")) ORDER BY id DESC LIMIT \(place(.integer(Int64(limit))))",
            values: values, map: Model.init)
    }

    @discardableResult
    static func insert(
        _ connection: Connection, name: String, description: String = "", owner: ID, project: ID?, isPublic: Bool = false, at now: Timestamp
    ) throws -> ID {
        let id = ID.make(at: now)
        try connection.execute(
            """
            INSERT INTO models (id, name, description, owner_id, project_id, is_public, version_count, created_at, updated_at)
            VALUES ($1, $2, $3, $4, $5, $6, 0, $7, $7)
            """, id, name, description, owner, project, isPublic, now)
        return id
    }

    static func update(_ connection: Connection, _ id: ID, _ patch: ModelPatch, at now: Timestamp) throws {
        try connection.execute(
            """
            UPDATE models SET name = COALESCE($2, name), description = COALESCE($3, description), is_public = COALESCE($4, is_public),
            updated_at = $5 WHERE id = $1
            """, id, patch.name, patch.description, patch.isPublic, now)
    }

    static func delete(_ connection: Connection, _ id: ID) throws {
        try connection.execute("DELETE FROM models WHERE id = $1", id)
    }

    /// The project's model of that name, made if there is none: training again makes a further version of it.
    static func ofTraining(_ connection: Connection, project: ID, name: String, owner: ID, at now: Timestamp) throws -> ID {
        // Two runs that end at the same moment: the project's row is the lock.
        _ = try connection.exists("SELECT 1 FROM projects WHERE id = $1\(connection.dialect.forUpdate)", project)
        let known = try connection.first("SELECT id FROM models WHERE project_id = $1 AND name = $2 ORDER BY id LIMIT 1", project, name) {
            try $0.id(0)
        }
        return try known ?? insert(connection, name: name, description: "Trained in Fovea.", owner: owner, project: project, at: now)
    }
}
