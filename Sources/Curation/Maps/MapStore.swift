import Core
import Database

/// SQL of maps.
enum MapStore {
    static func put(
        _ connection: Connection, _ project: ID, _ embedder: ID, _ method: MapMethod, _ points: MapPoints, laidOut: Int, at now: Timestamp
    ) throws {
        guard let last = points.ids.max() else { return }
        try connection.execute(
            """
            INSERT INTO embedding_maps (project_id, embedder_id, version, method, point_count, laid_out_count, last_image_id, points, made_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (project_id) DO UPDATE SET embedder_id = excluded.embedder_id,
                version = excluded.version, method = excluded.method, point_count = excluded.point_count,
                laid_out_count = excluded.laid_out_count, last_image_id = excluded.last_image_id, points = excluded.points,
                made_at = excluded.made_at
            """, project, embedder, ID.make(at: now), method.rawValue, points.ids.count, laidOut, last, points.bytes, now)
    }

    /// The last map, without its points, and how far the next is.
    static func state(_ connection: Connection, _ project: ID) throws -> EmbeddingMap {
        let stored = try connection.first(
            """
            SELECT m.version, m.method, m.embedder_id, e.name, m.point_count, m.laid_out_count, m.made_at,
                (SELECT count(*) FROM images i WHERE i.project_id = $1 AND i.deleted_at IS NULL AND i.id > m.last_image_id)
            FROM embedding_maps m JOIN embedders e ON e.id = m.embedder_id WHERE m.project_id = $1
            """, project
        ) { row in
            var read = row.reader()
            var map = EmbeddingMap()
            map.version = try read.id()
            map.method = try read.value()
            map.modelID = try read.id()
            map.modelName = try read.text()
            map.pointCount = try read.int()
            map.laidOutCount = try read.int()
            map.madeAt = try read.time()
            map.newCount = try read.int()
            return map
        }
        var map = stored ?? EmbeddingMap()
        map.jobID = try UnfinishedJob.find(connection, project, kind: MapJob.name)
        return map
    }

    static func points(_ connection: Connection, _ project: ID) throws -> (version: ID, points: MapPoints)? {
        try connection.first("SELECT version, points FROM embedding_maps WHERE project_id = $1", project) {
            (try $0.id(0), try MapPoints(bytes: $0.bytes(1)))
        }
    }
}
