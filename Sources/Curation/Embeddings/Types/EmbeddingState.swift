import Core

/// Which model makes a project's vectors, and how far it is.
public struct EmbeddingState: WireObject {
    public var model: Embedder?
    public var imageCount: Int
    public var embeddedCount: Int
    public var failedCount: Int
    public var jobID: ID?
    public var models: [Embedder]
    public var detectors: [EmbeddableDetector]

    public static let fields = Fields<Self>(
        "EmbeddingState",
        Field("model", \.model, "Null until somebody chooses one."),
        Field("image_count", \.imageCount, "Of the project, without the bin."),
        Field("embedded_count", \.embeddedCount, "Images that have a vector of that model."),
        Field("failed_count", \.failedCount, "Images that the model could make no vector of."),
        Field("job_id", \.jobID, "The job that makes the vectors that lack, while it waits or runs."),
        Field("models", \.models, "What may be chosen."),
        Field("detectors", \.detectors, "Detectors of the project whose own features may be chosen, by their `version_id`."))
}

/// A detector of the project that describes nothing yet.
public struct EmbeddableDetector: WireObject {
    public var versionID: ID
    public var name: String

    public static let fields = Fields<Self>("EmbeddableDetector", Field("version_id", \.versionID), Field("name", \.name))
}

public struct EmbeddingBody: WireInput {
    public var modelID = ID(high: 0, low: 0)

    public init() {}
    public static let fields = Fields<Self>(
        "EmbeddingBody",
        Field(
            "model_id", \.modelID,
            "One of the state's `models`; or a version of a detector of this project, of which the features before its boxes are taken."))
}
