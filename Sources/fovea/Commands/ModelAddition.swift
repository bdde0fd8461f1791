import Core
import Curation
import Embedding
import Learning
import ONNXInference
import ObjectStorage

/// `fovea models add`: looks at a model's files, puts them into the store and registers them.
struct ModelAddition {
    private let path: String
    private let invocation: Invocation
    /// What `fovea models fetch` wrote beside the file.
    private let manifest: JSON

    init(_ path: String, _ invocation: Invocation) throws {
        guard try invocation.choice("kind", of: ["embedding"]) ?? "embedding" == "embedding" else { throw UsageError("--kind is embedding") }
        guard Files.exists(path) else { throw FoveaError(.notFound, "There is no model file \(path).") }
        self.path = path
        self.invocation = invocation
        let beside = path.hasSuffix(".onnx") ? "\(path.dropLast(5)).json" : "\(path).json"
        manifest = try Files.read(beside).map { try Self.parse($0, beside) } ?? .null
    }

    func run() async throws {
        let recipe = try recipe()
        let text = try textFiles()
        let thread = BlockingExecutor(name: "model", threads: 1, queueLimit: 1)
        let (path, threads) = (path, 2)
        let (dimension, length) = try await thread.run {
            let model = try EmbeddingModel(ONNXRuntime.shared(), path: path, recipe: recipe, threads: threads)
            return (model.dimension, try text.map { try Self.check($0, dimension: model.dimension, threads: threads) })
        }
        let foundations = try Foundations.open(try Settings.load(invocation), publicURL: "")
        try await foundations.migrate()
        let store = foundations.blobs
        let user = try await foundations.accounts().acting(as: invocation.value("user"))
        var embedder = NewEmbedder(
            name: name, file: try await store.put(file: path), recipe: recipe, dimension: dimension,
            licence: invocation.value("licence") ?? manifest["licence"]?.string, text: nil)
        if let text, let length {
            embedder.text = .init(
                tower: try await store.put(file: text.tower), length: length, vocabulary: try await store.put(file: text.vocabulary),
                merges: try await store.put(file: text.merges))
        }
        let now = Timestamp.now(), adding = embedder
        let id = try await foundations.database.write { try adding.add($0, owner: user.id, at: now) }
        invocation.report(
            [
                "id": .string(id.description), "name": .string(name), "dimension": .int(Int64(dimension)),
                "sha256": .string(embedder.file.digest.description), "searches_text": .bool(text != nil),
            ],
            text:
                "Added \(name): vectors of \(dimension) numbers\(text == nil ? "" : ", images are found by words"). Choose it under Curate, Embeddings."
        )
    }

    private var name: String {
        let file = path.split(separator: "/").last.map(String.init) ?? path
        return invocation.value("name") ?? manifest["name"]?.string ?? (file.hasSuffix(".onnx") ? String(file.dropLast(5)) : file)
    }

    private func recipe() throws -> EmbeddingRecipe {
        if let file = invocation.value("recipe") {
            guard let text = Files.read(file) else { throw FoveaError(.notFound, "There is no recipe \(file).") }
            return try EmbeddingRecipe.decode(Self.parse(text, file))
        }
        if let family = try invocation.choice("family", of: EmbeddingRecipe.families) ?? manifest["family"]?.string,
            let known = EmbeddingRecipe.known(family)
        {
            return known
        }
        throw UsageError("--family or --recipe must say how the model's pictures are prepared")
    }

    private struct TextFiles: Sendable {
        var tower: String
        var vocabulary: String
        var merges: String
    }

    private func textFiles() throws -> TextFiles? {
        func file(_ option: String, _ member: String) throws -> String? {
            let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
            guard let found = invocation.value(option) ?? manifest[member]?.string.map({ folder + $0 }) else { return nil }
            guard Files.exists(found) else { throw FoveaError(.notFound, "There is no file \(found) (--\(option)).") }
            return found
        }
        let files = [try file("text-tower", "text_tower"), try file("vocabulary", "vocabulary"), try file("merges", "merges")]
        if files.allSatisfy({ $0 == nil }) { return nil }
        guard let tower = files[0], let vocabulary = files[1], let merges = files[2] else {
            throw UsageError("--text-tower, --vocabulary and --merges belong together")
        }
        return TextFiles(tower: tower, vocabulary: vocabulary, merges: merges)
    }

    /// Opens the text half once, with words; answers how many tokens it takes.
    private static func check(_ files: TextFiles, dimension: Int, threads: Int) throws -> Int {
        guard let vocabulary = Files.read(files.vocabulary), let merges = Files.read(files.merges) else {
            throw FoveaError(.invalid, "The vocabulary or the merges cannot be read.")
        }
        let tower = try TextTower(ONNXRuntime.shared(), path: files.tower, threads: threads)
        let tokenizer = CLIPTokenizer(try CLIPVocabulary(vocabulary: Array(vocabulary.utf8), merges: Array(merges.utf8)))
        let vector = try tower.embed(try tokenizer.tokens("a photo", length: tower.length))
        guard vector.count == dimension else {
            throw FoveaError(
                .invalid, "The text tower gives \(vector.count) numbers, the image model \(dimension): they are not halves of one model.")
        }
        return tower.length
    }

    private static func parse(_ text: String, _ path: String) throws -> JSON {
        do { return try JSON.parse(Array(text.utf8)) } catch { throw FoveaError(.invalid, "\(path) is no JSON.") }
    }
}
