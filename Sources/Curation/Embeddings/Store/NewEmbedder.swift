import Core
import Database
import Embedding
import Learning
import ObjectStorage

/// A model file that is to describe images, looked at and in the store.
public struct NewEmbedder: Sendable {
    public var name: String
    public var file: Blob
    public var recipe: EmbeddingRecipe
    public var dimension: Int
    public var licence: String?
    public var text: Text?

    public struct Text: Sendable {
        public var tower: Blob
        public var length: Int
        public var vocabulary: Blob
        public var merges: Blob

        public init(tower: Blob, length: Int, vocabulary: Blob, merges: Blob) {
            self.tower = tower
            self.length = length
            self.vocabulary = vocabulary
            self.merges = merges
        }
    }

    public init(name: String, file: Blob, recipe: EmbeddingRecipe, dimension: Int, licence: String?, text: Text?) {
        self.name = name
        self.file = file
        self.recipe = recipe
        self.dimension = dimension
        self.licence = licence
        self.text = text
    }

    /// Adds it as a model version that every project may choose; answers the embedder's id.
    @discardableResult
    public func add(_ connection: Connection, owner: ID, at now: Timestamp) throws -> ID {
        let version = try EmbeddingVersions.add(connection, name: name, file, imgSize: recipe.crop, owner: owner, at: now)
        for blob in [text?.tower, text?.vocabulary, text?.merges] {
            if let blob { try BlobRows.add(connection, blob, at: now) }
        }
        var embedder = Embedder(id: .make(at: now), kind: .model, name: name, recipe: recipe, dimension: dimension)
        embedder.versionID = version
        embedder.digest = file.digest
        embedder.licence = licence
        embedder.text = text.map {
            Embedder.TextFiles(tower: $0.tower.digest, length: $0.length, vocabulary: $0.vocabulary.digest, merges: $0.merges.digest)
        }
        try EmbedderStore.insert(connection, embedder, at: now)
        return embedder.id
    }
}
