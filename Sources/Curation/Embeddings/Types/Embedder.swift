import Core
import Database
import Embedding

public enum EmbedderKind: String, WireEnum {
    /// Fovea's own description by colours, edges and texture: no learnt weights.
    case descriptor
    /// An ONNX file that makes vectors.
    case model
    /// The features within a detector, before it makes boxes of them.
    case backbone
}

/// What makes vectors of pictures: all vectors of one embedder can be compared, those of two cannot.
public struct Embedder: WireObject {
    public var id: ID
    public var kind: EmbedderKind
    public var versionID: ID?
    public var name: String
    /// Of the ONNX file that runs.
    public var digest: Digest?
    public var recipe: EmbeddingRecipe
    public var dimension: Int
    public var licence: String?
    public var text: TextFiles?

    /// What turns a text into a vector of the same space.
    public struct TextFiles: Sendable {
        public var tower: Digest
        public var length: Int
        public var vocabulary: Digest
        public var merges: Digest
    }

    var searchesText: Bool { text != nil }

    public static let fields = Fields<Self>(
        "Embedder",
        Field("id", \.id),
        Field("kind", \.kind),
        Field("version_id", \.versionID, "The model version whose file it is; null for the built-in descriptor."),
        Field("name", \.name),
        Field("sha256", \.digest, "Of the ONNX file; null for the built-in descriptor."),
        Field("recipe", \.recipe, "How a picture becomes the model's input."),
        Field("dimension", \.dimension, "Numbers of a vector."),
        Field("licence", \.licence),
        Field("searches_text", \.searchesText, "Images can be found by words."))

    static let columns = """
        e.id, e.kind, e.version_id, e.name, e.digest, e.recipe, e.dimension, e.licence, e.text_tower, e.text_length, e.vocabulary, e.merges
        """

    init(_ row: Row) throws {
        var read = row.reader()
        id = try read.id()
        kind = try read.value()
        versionID = try read.optionalID()
        name = try read.text()
        digest = try read.optionalDigest()
        recipe = try EmbeddingRecipe.decode(read.json())
        dimension = try read.int()
        licence = try read.optionalText()
        if let tower = try read.optionalDigest(), let length = try read.optionalInt(), let vocabulary = try read.optionalDigest(),
            let merges = try read.optionalDigest()
        {
            text = TextFiles(tower: tower, length: length, vocabulary: vocabulary, merges: merges)
        }
    }
}

extension Embedder {
    /// The id of the built-in descriptor; another version of it is another embedder.
    static let descriptorID = ID(high: 0, low: UInt64(Descriptor.version))

    static let descriptor = Embedder(
        id: descriptorID, kind: .descriptor, name: "Descriptor (colour, edges, texture)", dimension: Descriptor.dimension)

    init(id: ID, kind: EmbedderKind, name: String, recipe: EmbeddingRecipe = EmbeddingRecipe(), dimension: Int) {
        self.id = id
        self.kind = kind
        self.name = name
        self.recipe = recipe
        self.dimension = dimension
    }
}
