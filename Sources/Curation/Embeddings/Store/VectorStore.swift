import Core
import Database
import Embedding

/// SQL of vectors.
enum VectorStore {
    /// A vector that was made, or why none could be.
    struct Made: Sendable {
        var imageID: ID
        var result: Result<[Float], FoveaError>
    }

    /// Stores vectors behind all that are there. The row of the project is the lock: positions become visible in their order, so
    /// whoever has read up to one has missed none before it. An image that went away meanwhile, or has a vector
    /// here, is passed over; one that was moved here from another project brings a vector that is replaced, to be seen here.
    static func add(_ connection: Connection, project: ID, embedder: ID, _ made: [Made]) throws {
        let changed = try connection.execute(
            "UPDATE project_embeddings SET last_position = last_position + $3 WHERE project_id = $1 AND embedder_id = $2", project, embedder,
            made.count)
        let last = try connection.integer(
            "SELECT last_position FROM project_embeddings WHERE project_id = $1 AND embedder_id = $2", project, embedder)
        guard changed == 1, let last else { throw FoveaError(.notFound, "The project has let go of this model.") }
        try connection.executeMany(
            """
            INSERT INTO image_vectors (embedder_id, image_id, project_id, position, vector, error)
            SELECT $1, id, project_id, $3, $4, $5 FROM images WHERE id = $2 AND project_id = $6
            ON CONFLICT (embedder_id, image_id) DO UPDATE SET project_id = excluded.project_id, position = excluded.position,
                vector = excluded.vector, error = excluded.error WHERE image_vectors.project_id <> excluded.project_id
            """,
            made.enumerated().map { index, one in
                let position = last - made.count + index + 1
                let (vector, error): (SQLValue, SQLValue) =
                    switch one.result {
                    case .success(let values): (.bytes(FloatBytes.bytes(values)), .null(.text))
                    case .failure(let error): (.null(.bytes), .text(error.message))
                    }
                return [.id(embedder), .id(one.imageID), .integer(Int64(position)), vector, error, .id(project)]
            })
    }

    /// Images that have no vector of an embedder and no reason why, by id from `after` on.
    static func lacking(
        _ connection: Connection, project: ID, embedder: ID, after: ID?, limit: Int
    ) throws -> [(id: ID, digest: Digest)] {
        try connection.query(
            """
            SELECT i.id, i.digest FROM images i WHERE i.project_id = $1 AND i.deleted_at IS NULL AND i.id > $3
            AND NOT EXISTS (SELECT 1 FROM image_vectors v WHERE v.embedder_id = $2 AND v.image_id = i.id AND v.project_id = i.project_id) ORDER BY i.id LIMIT $4
            """, project, embedder, after ?? ID(high: 0, low: 0), limit
        ) { (id: try $0.id(0), digest: try $0.digest(1)) }
    }

    static func lackingCount(_ connection: Connection, project: ID, embedder: ID) throws -> Int {
        try connection.integer(
            """
            SELECT count(*) FROM images i WHERE i.project_id = $1 AND i.deleted_at IS NULL
            AND NOT EXISTS (SELECT 1 FROM image_vectors v WHERE v.embedder_id = $2 AND v.image_id = i.id AND v.project_id = i.project_id)
            """, project, embedder) ?? 0
    }

    static func failedCount(_ connection: Connection, project: ID, embedder: ID) throws -> Int {
        try connection.integer(
            """
            SELECT count(*) FROM image_vectors v JOIN images i ON i.id = v.image_id
            WHERE v.project_id = $1 AND v.embedder_id = $2 AND v.error IS NOT NULL AND i.deleted_at IS NULL
            """, project, embedder) ?? 0
    }

    /// Forgets why images have no vector, so that they are tried again.
    static func forgetFailures(_ connection: Connection, project: ID, embedder: ID) throws {
        try connection.execute(
            "DELETE FROM image_vectors WHERE project_id = $1 AND embedder_id = $2 AND error IS NOT NULL", project, embedder)
    }

    static func vector(_ connection: Connection, embedder: ID, image: ID) throws -> [Float]? {
        let bytes = try connection.first(
            "SELECT vector FROM image_vectors WHERE embedder_id = $1 AND image_id = $2 AND vector IS NOT NULL", embedder, image
        ) { try $0.bytes(0) }
        return try bytes.map(FloatBytes.floats)
    }

    struct Stored: Sendable {
        var imageID: ID
        var position: Int
        var vector: [Float]
    }

    /// Vectors of a project in the order in which they came, from a position on.
    static func page(_ connection: Connection, project: ID, embedder: ID, after position: Int, limit: Int) throws -> [Stored] {
        try connection.query(
            """
            SELECT image_id, position, vector FROM image_vectors
            WHERE project_id = $1 AND embedder_id = $2 AND position > $3 AND vector IS NOT NULL ORDER BY position LIMIT $4
            """, project, embedder, position, limit
        ) { Stored(imageID: try $0.id(0), position: try $0.int(1), vector: try read($0, 2)) }
    }

    /// A vector as it is stored.
    static func read(_ row: Row, _ column: Int) throws -> [Float] { try FloatBytes.floats(row.bytes(column)) }

    static func count(_ connection: Connection, project: ID, embedder: ID) throws -> Int {
        try connection.integer(
            "SELECT last_position FROM project_embeddings WHERE project_id = $1 AND embedder_id = $2", project, embedder) ?? 0
    }
}
