import Core
import Database
import Embedding
import Engine
import ObjectStorage

/// Makes an embedder of a project's own detector: its file with one more output, the features before its boxes.
struct BackboneMaking: Sendable {
    let database: Database
    let store: any BlobStore
    let work: VectorWork

    struct Made: Sendable {
        var embedder: Embedder
        var file: Blob
    }

    /// Nil when the version is none of the project's detectors that could be one.
    func make(_ project: ID, version: ID) async throws -> Made? {
        let found = try await database.read { connection -> (EmbeddableDetector, Digest)? in
            guard let detector = try EmbedderStore.detectors(connection, project: project).first(where: { $0.versionID == version }),
                let digest = try connection.first("SELECT digest FROM model_versions WHERE id = $1", version, map: { try $0.digest(0) })
            else { return nil }
            return (detector, digest)
        }
        guard let (detector, digest) = found else { return nil }
        let file = try await store.localFile(digest)
        let features = try await file.use { try await work.features(EngineModel(key: digest.description, path: $0)) }
        var embedder = Embedder(
            id: .make(), kind: .backbone, name: "Features of \(detector.name)",
            recipe: .detector(side: features.side, output: features.output), dimension: features.channels)
        let blob = try await extended(digest, features.suffix)
        embedder.versionID = version
        embedder.digest = blob.digest
        return Made(embedder: embedder, file: blob)
    }

    private func extended(_ digest: Digest, _ suffix: [UInt8]) async throws -> Blob {
        let writer = try await store.stage()
        do {
            for try await chunk in try await store.open(digest) { try await writer.write(chunk) }
            try await writer.write(suffix)
            return try await store.put(try await writer.finish())
        } catch {
            await writer.abort()
            throw error
        }
    }
}
