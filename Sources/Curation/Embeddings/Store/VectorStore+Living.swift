import Core
import Database

extension VectorStore {
    /// As `page`, without vectors of images that are in the bin or went to another project.
    static func livingPage(_ connection: Connection, project: ID, embedder: ID, after position: Int, limit: Int) throws -> [Stored] {
        try connection.query(
            """
            SELECT v.image_id, v.position, v.vector FROM image_vectors v JOIN images i ON i.id = v.image_id
            WHERE v.project_id = $1 AND v.embedder_id = $2 AND v.position > $3 AND v.vector IS NOT NULL
            AND i.project_id = $1 AND i.deleted_at IS NULL ORDER BY v.position LIMIT $4
            """, project, embedder, position, limit
        ) { Stored(imageID: try $0.id(0), position: try $0.int(1), vector: try read($0, 2)) }
    }
}
