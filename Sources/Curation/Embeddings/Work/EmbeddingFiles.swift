import Core
import Embedding
import Engine
import Geometry
import ObjectStorage

/// Embedders at work on files of the store.
struct EmbeddingFiles: Sendable {
    let store: any BlobStore
    let work: VectorWork

    /// Lends what makes vectors by `embedder`, its file on this machine.
    func with<Result: Sendable>(_ embedder: Embedder, _ body: @Sendable (EngineEmbedder) async throws -> Result) async throws -> Result {
        guard let digest = embedder.digest else { return try await body(.descriptor) }
        let file = try await store.localFile(digest)
        return try await file.use { try await body(.model(EngineModel(key: digest.description, path: $0), embedder.recipe)) }
    }

    /// The vector of a picture of the store.
    func vector(_ digest: Digest, _ embedder: Embedder, by engine: EngineEmbedder, region: Box? = nil) async throws -> [Float] {
        let file = try await store.localFile(digest)
        return try checked(try await file.use { try await work.embed(.file($0), engine, region) }, embedder)
    }

    func vector(_ input: EngineInput, _ embedder: Embedder) async throws -> [Float] {
        try await with(embedder) { try checked(try await work.embed(input, $0, nil), embedder) }
    }

    /// The vector of a text. Throws `conflict` where the model knows no words.
    func vector(text: String, _ embedder: Embedder) async throws -> [Float] {
        guard let files = embedder.text else {
            throw FoveaError(
                .conflict,
                "Images cannot be found by words with \"\(embedder.name)\": that needs a CLIP model with its text tower. A manager can choose one.")
        }
        let vocabulary = try await CLIPVocabulary(vocabulary: bytes(files.vocabulary), merges: bytes(files.merges))
        let tokens = try CLIPTokenizer(vocabulary).tokens(text, length: files.length)
        let tower = try await store.localFile(files.tower)
        let vector = try await tower.use { path in
            try await work.embedText(tokens, EngineModel(key: files.tower.description, path: path))
        }
        return try checked(vector, embedder)
    }

    private func bytes(_ digest: Digest) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        for try await chunk in try await store.open(digest) { bytes += chunk }
        return bytes
    }

    private func checked(_ vector: [Float], _ embedder: Embedder) throws -> [Float] {
        guard vector.count == embedder.dimension else {
            throw FoveaError(.conflict, "The model \"\(embedder.name)\" gave \(vector.count) numbers instead of \(embedder.dimension).")
        }
        return vector
    }
}
