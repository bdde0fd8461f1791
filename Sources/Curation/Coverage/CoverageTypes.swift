import Core
import Library

extension CoverageMetric {
    var meaning: String {
        switch self {
        case .uniqueness: "How far its nearest neighbours are: 0 has copies, 1 is the most alone of the project."
        case .representativeness: "How well it stands for those around it: 1 is in the middle of the densest place, an outlier is near 0."
        }
    }
}

/// How unique and how representative a project's images are, but for those in the bin.
struct ProjectCoverage: WireObject {
    var images: Int
    var embedded: Int
    var counted: Int
    var embedderName: String?
    var isStale: Bool
    var isExact: Bool
    var countedAt: Timestamp?
    var jobID: ID?
    var metrics: [MetricOverview]

    static let fields = Fields<Self>(
        "ProjectCoverage",
        Field("images", \.images),
        Field("embedded", \.embedded, "Images with a vector of the project's model: those that can be counted."),
        Field("counted", \.counted, "Images that have values."),
        Field("embedder_name", \.embedderName, "The project's model; null until one is chosen."),
        Field(
            "is_stale", \.isStale,
            "The values are of another model, or images with vectors came or went since: counting again would change them."),
        Field("is_exact", \.isExact, "False where the neighbours come from a graph, in projects of more than 50,000 images."),
        Field("counted_at", \.countedAt, "Null until it was counted."),
        Field("job_id", \.jobID, "A job that is counting, or waits to."),
        Field("metrics", \.metrics))
}

/// What an image is among the others of its project.
struct ImageCoverage: WireObject {
    var imageID: ID
    var uniqueness: Double?
    var representativeness: Double?

    static let fields = Fields<Self>(
        "ImageCoverage",
        Field("image_id", \.imageID),
        Field("uniqueness", \.uniqueness, "0 to 1; null while the image was not counted, here and below."),
        Field("representativeness", \.representativeness, "0 to 1."))
}
