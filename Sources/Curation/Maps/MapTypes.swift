import Core

enum MapMethod: String, WireEnum {
    /// The two principal components: there at once.
    case pca
    /// t-distributed stochastic neighbour embedding.
    case tsne
}

/// The last map of a project, and the one that is being made.
struct EmbeddingMap: WireObject {
    var version: ID?
    var method: MapMethod?
    var modelID: ID?
    var modelName: String?
    var pointCount = 0
    var laidOutCount = 0
    var newCount = 0
    var madeAt: Timestamp?
    var jobID: ID?
    var points: MapPoints?

    static let fields = Fields<Self>(
        "EmbeddingMap",
        Field("version", \.version, "Another one each time the points change; null before the first map."),
        Field("method", \.method, "`pca` while `tsne` is being made."),
        Field("model_id", \.modelID, "What made the vectors."),
        Field("model_name", \.modelName),
        Field("point_count", \.pointCount),
        Field("laid_out_count", \.laidOutCount, "So many were laid out themselves; the others lie among those that they are nearest to."),
        Field("new_count", \.newCount, "Images that came since, which have no point."),
        Field("made_at", \.madeAt),
        Field("job_id", \.jobID, "What makes a map, while it waits or runs."),
        Field("ids", \.points?.ids, "The images when the map was made, in no order; null when not asked for."),
        Field("x", \.points?.x, "0 left to 1 right, in the order of `ids`."),
        Field("y", \.points?.y, "0 below to 1 above."))
}

extension MapPoints {
    /// To a hundred-thousandth of the map: more cannot be seen, and would make the answer longer.
    private static func rounded(_ value: Float) -> Double { (Double(value) * 1e5).rounded() / 1e5 }

    var x: [Double] { points.map { Self.rounded($0.x) } }
    var y: [Double] { points.map { Self.rounded($0.y) } }
}

/// Of `GET /api/projects/{id}/embedding-map`.
struct MapQuery: WireInput {
    var points = true
    var version: ID?

    init() {}
    static let fields = Fields<Self>(
        "EmbeddingMapQuery",
        Field("points", \.points, "False: only how far the map is.", optional: true),
        Field("version", \.version, "Tells caches one map from another; the last one is answered in any case.", optional: true))
}

/// Of `POST /api/projects/{id}/embedding-map`.
struct MapBody: WireInput {
    var modelID: ID?

    init() {}
    static let fields = Fields<Self>(
        "EmbeddingMapBody",
        Field("model_id", \.modelID, "An embedder's id; the project's own, or the descriptor, when left out.", optional: true))
}

struct MapJobAnswer: WireObject {
    var jobID: ID
    static let fields = Fields<Self>("EmbeddingMapJob", Field("job_id", \.jobID))
}

/// What the points of a map are coloured by.
enum MapColouring: String, WireEnum {
    case label, prediction, group, quality, coverage, split, status
}

/// Of `GET /api/projects/{id}/embedding-map/colours`.
struct MapColoursQuery: WireInput {
    var by = MapColouring.label
    var metric: String?
    var batchID: ID?
    var version: ID?

    init() {}
    static let fields = Fields<Self>(
        "EmbeddingMapColoursQuery",
        Field("by", \.by, "`label` and `prediction`: the one with the most objects in the image.", optional: true),
        Field(
            "metric", \.metric, .mapMetric, "Of `quality` and `coverage`: which one; `brisque` and `uniqueness` when left out.", optional: true),
        Field("batch_id", \.batchID, "Of `group`: whose groups; the newest batch's when left out.", optional: true),
        Field("version", \.version, "The map that is shown; 409 when there is another by now.", optional: true))
}

/// The class of each point of a map.
struct MapColours: WireObject {
    var version: ID
    var by: MapColouring
    var isScale: Bool
    var legend: [MapClass]
    var classes: [Int]

    static let fields = Fields<Self>(
        "EmbeddingMapColours",
        Field("version", \.version, "Of the map."),
        Field("by", \.by),
        Field("is_scale", \.isScale, "The classes are parts of a scale, in its order, but for a last one without a value."),
        Field("legend", \.legend, "Classes that some point has."),
        Field("classes", \.classes, "For each point of the map, in its order, a place in `legend`; -1 for an image that is gone."))
}

struct MapClass: WireObject {
    var name: String
    var value: String?
    var color: String?
    var count = 0

    static let fields = Fields<Self>(
        "EmbeddingMapClass",
        Field("name", \.name),
        Field("value", \.value, "The label's id, the split, the status, the group, where a part of a scale begins; null for images without one."),
        Field("color", \.color, "A label's own."),
        Field("count", \.count, "Points."))
}
