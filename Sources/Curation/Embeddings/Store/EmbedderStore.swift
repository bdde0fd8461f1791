import Core
import Database
import ObjectStorage

/// SQL of what makes vectors.
enum EmbedderStore {
    static func find(_ connection: Connection, _ id: ID) throws -> Embedder? {
        try connection.first("SELECT \(Embedder.columns) FROM embedders e WHERE e.id = $1", id, map: Embedder.init)
    }

    /// The one of a model version.
    static func find(_ connection: Connection, version: ID) throws -> Embedder? {
        try connection.first("SELECT \(Embedder.columns) FROM embedders e WHERE e.version_id = $1", version, map: Embedder.init)
    }

    /// The one that makes the project's vectors now.
    static func current(_ connection: Connection, project: ID) throws -> Embedder? {
        try connection.first(
            """
            SELECT \(Embedder.columns) FROM project_embeddings p JOIN embedders e ON e.id = p.embedder_id
            WHERE p.project_id = $1 AND p.is_current = 1
            """, project, map: Embedder.init)
    }

    /// What a project may use: the descriptor first, then files whose model is public or the project's own, newest first.
    static func available(_ connection: Connection, project: ID) throws -> [Embedder] {
        [.descriptor]
            + (try connection.query(
                """
                SELECT \(Embedder.columns) FROM embedders e JOIN model_versions v ON v.id = e.version_id JOIN models m ON m.id = v.model_id
                WHERE m.is_public = 1 OR m.project_id = $1 ORDER BY e.id DESC LIMIT 200
                """, project, map: Embedder.init))
    }

    /// The project's own detectors that are no embedders yet, newest first.
    static func detectors(_ connection: Connection, project: ID) throws -> [EmbeddableDetector] {
        try connection.query(
            """
            SELECT v.id, m.name, v.version_number FROM model_versions v JOIN models m ON m.id = v.model_id
            WHERE m.project_id = $1 AND v.kind = 'detector' AND v.status = 'READY'
            AND NOT EXISTS (SELECT 1 FROM embedders e WHERE e.version_id = v.id) ORDER BY v.id DESC LIMIT 50
            """, project
        ) { EmbeddableDetector(versionID: try $0.id(0), name: "\(try $0.text(1)) \(try $0.text(2))") }
    }

    static func insert(_ connection: Connection, _ embedder: Embedder, at now: Timestamp) throws {
        try connection.execute(
            """
            INSERT INTO embedders (id, kind, version_id, name, digest, recipe, dimension, licence, text_tower, text_length, vocabulary, merges,
                created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT DO NOTHING
            """, embedder.id, embedder.kind.rawValue, embedder.versionID, embedder.name, embedder.digest, try JSON.parse(embedder.recipe.encoded()),
            embedder.dimension, embedder.licence, embedder.text?.tower, embedder.text?.length, embedder.text?.vocabulary, embedder.text?.merges,
            now)
    }
}
