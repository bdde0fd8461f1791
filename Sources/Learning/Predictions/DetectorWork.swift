import Detection
import Engine

/// What runs models: the engine process. A closure, so that tests can say what a model finds.
public struct DetectorWork: Sendable {
    /// What a model finds in a picture; opens the model first when it is not open. Throws the reason for the user when the
    /// picture cannot be read or the model cannot be run.
    public var infer: @Sendable (EngineInput, EngineModel, DetectionThresholds) async throws -> Inference

    public init(infer: @escaping @Sendable (EngineInput, EngineModel, DetectionThresholds) async throws -> Inference) {
        self.infer = infer
    }

    public static func engine(_ client: EngineClient) -> DetectorWork {
        DetectorWork { try await client.infer($0, model: $1, thresholds: $2) }
    }
}
