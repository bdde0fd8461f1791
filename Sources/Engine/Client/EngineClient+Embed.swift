import Core
import Embedding
import Geometry

extension EngineClient {
    /// The vector of a picture, of length 1. A model is opened first when it is not open.
    ///
    /// - Parameter region: the part that counts, upright pixels; the whole picture when nil.
    public func embed(_ input: EngineInput, by embedder: EngineEmbedder, region: Box? = nil) async throws -> [Float] {
        var options: [(key: String, value: JSON)] = []
        if case .model(let model, let recipe) = embedder {
            options += [("model_key", .string(model.key)), ("model_path", .string(model.path)), ("recipe", try JSON.parse(recipe.encoded()))]
        }
        if let region {
            options.append(("region", .array([region.x, region.y, region.width, region.height].map { .double($0) })))
        }
        return try FloatBytes.floats(try await ask("embed", input, options).body)
    }

    /// What of a detector describes a whole picture.
    public func features(of detector: EngineModel) async throws -> EngineFeatures {
        let header = JSON.object(["op": "features", "model_path": .string(detector.path)])
        let answer = try await ask(header, digest: { detector.key })
        return EngineFeatures(
            output: try answer.header.needString("output"), channels: try answer.header.needInt("channels"),
            side: try answer.header.needInt("side"), suffix: answer.body)
    }

    /// The vector of a text's tokens by the text half of a CLIP model.
    public func embed(tokens: [Int64], by tower: EngineModel) async throws -> [Float] {
        let header = JSON.object([
            "op": "embed_text", "model_key": .string(tower.key), "model_path": .string(tower.path),
            "tokens": .array(tokens.map { .int($0) }),
        ])
        return try FloatBytes.floats(try await ask(header, digest: { tower.key }).body)
    }
}
