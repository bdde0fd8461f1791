import Core
import Database
import Engine

/// Makes the vectors of some images and stores them.
struct VectorMaking: Sendable {
    let database: Database
    let files: EmbeddingFiles
    /// Images that are stored together.
    static let portion = 64
    /// Pictures under way at once: while one is in the model others are decoded.
    private static let inFlight = 4

    /// Answers what became of each, when it is stored.
    func make(
        _ images: [(id: ID, digest: Digest)], project: ID, _ embedder: Embedder, by engine: EngineEmbedder
    ) async throws -> [VectorStore.Made] {
        let made = try await withThrowingTaskGroup(of: VectorStore.Made.self) { group in
            var made: [VectorStore.Made] = []
            for (index, image) in images.enumerated() {
                if index >= Self.inFlight, let one = try await group.next() { made.append(one) }
                group.addTask { try await embed(image, embedder, engine) }
            }
            for try await one in group { made.append(one) }
            return made
        }
        try await database.write { try VectorStore.add($0, project: project, embedder: embedder.id, made) }
        return made
    }

    /// Makes and stores the vectors of any number of images. `step` is told which part is done before each portion and may throw.
    func makeAll(
        _ images: [(id: ID, digest: Digest)], project: ID, _ embedder: Embedder, step: @escaping @Sendable (Double) throws -> Void
    ) async throws {
        try await files.with(embedder) { engine in
            for start in stride(from: 0, to: images.count, by: Self.portion) {
                try step(Double(start) / Double(images.count))
                let part = Array(images[start..<min(images.count, start + Self.portion)])
                _ = try await make(part, project: project, embedder, by: engine)
            }
        }
    }

    /// A picture that cannot be read is an answer; an engine or a store that is away is not.
    private func embed(_ image: (id: ID, digest: Digest), _ embedder: Embedder, _ engine: EngineEmbedder) async throws -> VectorStore.Made {
        do {
            let vector = try await files.vector(image.digest, embedder, by: engine)
            return VectorStore.Made(imageID: image.id, result: .success(vector))
        } catch let error as FoveaError where ![.unavailable, .conflict].contains(error.kind) {
            return VectorStore.Made(imageID: image.id, result: .failure(error))
        }
    }
}
