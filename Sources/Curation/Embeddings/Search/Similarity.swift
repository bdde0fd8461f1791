import Core
import Database
import Engine
import Geometry
import Library
import ObjectStorage

/// Finds images by a vector.
struct Similarity: Sendable {
    let database: Database
    let cache: VectorCache
    let files: EmbeddingFiles
    /// An image that is in the bin, or gone, may be among those found; so some more are looked for.
    private static let spare = 16
    private static let most = 4096

    /// The embedder that a request names, or the project's own.
    ///
    /// Throws `conflict` with what to do when there is none.
    func embedder(_ project: ID, _ id: ID?) async throws -> Embedder {
        try await database.read { connection in
            if let id {
                let named = try connection.exists(
                    "SELECT 1 FROM project_embeddings WHERE project_id = $1 AND embedder_id = $2", project, id)
                guard named, let embedder = try EmbedderStore.find(connection, id) else {
                    throw FoveaError.invalid("model", "is not one that this project has vectors of")
                }
                return embedder
            }
            guard let embedder = try EmbedderStore.current(connection, project: project) else {
                throw FoveaError(.conflict, "Similar images cannot be found yet: a manager must choose an embedding model for this project first.")
            }
            return embedder
        }
    }

    /// An image's vector: the stored one, or one made now. Throws `notFound` for an image that is not of the project.
    func vector(of image: ID, in project: ID, _ embedder: Embedder, region: Box? = nil) async throws -> [Float] {
        let (digest, stored) = try await database.read { connection in
            let digest = try connection.first(
                "SELECT digest FROM images WHERE id = $1 AND project_id = $2 AND deleted_at IS NULL", image, project
            ) { try $0.digest(0) }
            return (digest, try VectorStore.vector(connection, embedder: embedder.id, image: image))
        }
        guard let digest else { throw FoveaError.notFound("The image") }
        if region == nil, let stored { return stored }
        return try await files.with(embedder) { try await files.vector(digest, embedder, by: $0, region: region) }
    }

    /// The nearest images of a project that are not in the bin, nearest first.
    func nearest(_ project: ID, _ embedder: Embedder, _ vector: [Float], limit: Int, without excluded: ID? = nil) async throws -> [SimilarImage] {
        let key = VectorCache.Key(project: project, embedder: embedder.id)
        var wanted = limit + Self.spare
        while true {
            let matches = try await cache.nearest(key, vector, count: wanted)
            let ids = matches.map(\.imageID).filter { $0 != excluded }
            let images = try await database.read { try ImageStore.living($0, ids, projectID: project) }
            let byID = Dictionary(images.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
            let found = matches.compactMap { match in
                match.imageID == excluded ? nil : byID[match.imageID].map { SimilarImage(image: $0, similarity: Double(match.similarity)) }
            }
            if found.count >= limit || matches.count < wanted || wanted >= Self.most { return Array(found.prefix(limit)) }
            wanted = min(wanted * 4, Self.most)
        }
    }
}
