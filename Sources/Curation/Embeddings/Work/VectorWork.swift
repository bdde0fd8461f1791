import Engine
import Geometry

/// What makes vectors: the engine process. Closures, so that tests can say what it answers.
public struct VectorWork: Sendable {
    /// The vector of a picture, or of a part of it in upright pixels, of length 1. Throws the reason for the user.
    public var embed: @Sendable (EngineInput, EngineEmbedder, Box?) async throws -> [Float]
    /// The vector of a text's tokens.
    public var embedText: @Sendable ([Int64], EngineModel) async throws -> [Float]
    /// What of a detector describes a whole picture.
    public var features: @Sendable (EngineModel) async throws -> EngineFeatures

    public init(
        embed: @escaping @Sendable (EngineInput, EngineEmbedder, Box?) async throws -> [Float],
        embedText: @escaping @Sendable ([Int64], EngineModel) async throws -> [Float],
        features: @escaping @Sendable (EngineModel) async throws -> EngineFeatures
    ) {
        self.embed = embed
        self.embedText = embedText
        self.features = features
    }

    public static func engine(_ client: EngineClient) -> VectorWork {
        VectorWork(
            embed: { try await client.embed($0, by: $1, region: $2) }, embedText: { try await client.embed(tokens: $0, by: $1) },
            features: { try await client.features(of: $0) })
    }
}
