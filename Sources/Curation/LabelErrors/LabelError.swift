import Agreement
import Core
import Geometry

extension Disagreement.Kind: WireEnum {}

/// What somebody made of a likely mistake.
public enum LabelErrorState: String, WireEnum {
    case open, applied, dismissed
}

/// A place where a model and the labels of an image differ, ranked by how likely the labels are wrong.
public struct LabelError: WireObject {
    public var id: ID
    public var imageID: ID
    public var filename: String
    public var width: Int
    public var height: Int
    public var kind: Disagreement.Kind
    public var state: LabelErrorState
    public var score: Double
    public var similarity: Double
    public var annotationID: ID?
    public var labelID: ID?
    public var labelledBox: RawJSON?
    public var analysisID: ID
    public var predictedLabelID: ID?
    public var predictedBox: RawJSON?
    public var confidence: Double?

    public static let fields = Fields<Self>(
        "LabelError",
        Field("id", \.id),
        Field("image_id", \.imageID),
        Field("filename", \.filename),
        Field("width", \.width),
        Field("height", \.height),
        Field("kind", \.kind),
        Field("state", \.state),
        Field("score", \.score, "0 to 1; the likelier a mistake of the labels, the higher."),
        Field("similarity", \.similarity, "Of the two shapes, 0 to 1."),
        Field("annotation_id", \.annotationID, "What is labelled there; null where nothing is."),
        Field("label_id", \.labelID),
        Field("labelled_box", \.labelledBox, "Its bounds in upright pixels; null for a class of the whole image."),
        Field("analysis_id", \.analysisID),
        Field("predicted_label_id", \.predictedLabelID, "What the model says; null where it sees nothing."),
        Field("predicted_box", \.predictedBox),
        Field("confidence", \.confidence))
}

/// A model that has looked at images of a project.
public struct AnalysingModel: WireObject {
    public var modelName: String
    public var modelVersion: String
    public var images: Int

    public static let fields = Fields<Self>(
        "AnalysingModel",
        Field("model_name", \.modelName),
        Field("model_version", \.modelVersion),
        Field("images", \.images, "Images with a completed analysis by it."))
}

/// Which model the labels are compared with.
struct LabelErrorBody: WireInput {
    var modelName = ""
    var modelVersion = ""
    var minConfidence = 0.25

    init() {}
    static let fields = Fields<Self>(
        "LabelErrorBody",
        Field("model_name", \.modelName, .length(1...200)),
        Field("model_version", \.modelVersion, .length(1...200)),
        Field("min_confidence", \.minConfidence, .range(0...1), "Predictions less sure than this are passed over.", optional: true))
}

struct LabelErrorQuery: WireInput {
    var kind: Disagreement.Kind?
    var labelID: ID?
    var state = LabelErrorState.open
    var limit = Page<JSON>.defaultLimit
    var cursor: Cursor?

    init() {}
    static let fields = Fields<Self>(
        "LabelErrorQuery",
        Field("kind", \.kind, optional: true),
        Field("label_id", \.labelID, "Labelled so, or predicted so.", optional: true),
        Field("state", \.state, optional: true),
        .limit(\.limit),
        .cursor(\.cursor))
}

/// The likely mistakes of a project, by kind.
struct LabelErrorCounts: WireObject {
    var missed = 0
    var spurious = 0
    var mislocated = 0
    var swapped = 0
    var modelName: String?
    var modelVersion: String?
    var jobID: ID?

    static let fields = Fields<Self>(
        "LabelErrorCounts",
        Field("missed", \.missed, "Open ones, here and below."),
        Field("spurious", \.spurious),
        Field("mislocated", \.mislocated),
        Field("swapped", \.swapped),
        Field("model_name", \.modelName, "What was compared last; null when nothing was."),
        Field("model_version", \.modelVersion),
        Field("job_id", \.jobID))
}
