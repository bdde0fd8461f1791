import Core
import Engine
import Geometry

/// The answer of `POST /api/predictions/infer`.
struct InferAnswer: WireObject {
    struct Item: WireObject {
        struct Rectangle: WireObject {
            var x: Double
            var y: Double
            var width: Double
            var height: Double
            static let fields = Fields<Self>(
                "PredictionBox", Field("x", \.x, "Upright pixels."), Field("y", \.y), Field("width", \.width), Field("height", \.height))
        }

        var classID: Int
        var className: String
        var confidence: Double
        var box: Rectangle
        static let fields = Fields<Self>(
            "Prediction", Field("class_id", \.classID), Field("class_name", \.className), Field("confidence", \.confidence),
            Field("box", \.box))
    }

    struct Timing: WireObject {
        var decode: Double
        var preprocess: Double
        var inference: Double
        var postprocess: Double
        var total: Double
        static let fields = Fields<Self>(
            "PredictionTiming", Field("decode", \.decode), Field("preprocess", \.preprocess), Field("inference", \.inference),
            Field("postprocess", \.postprocess), Field("total", \.total))
    }

    var predictions: [Item]
    var width: Int
    var height: Int
    var modelID: ID
    var versionID: ID
    var analysisID: ID?
    var timing: Timing

    static let fields = Fields<Self>(
        "InferAnswer",
        Field("predictions", \.predictions, "Best first."),
        Field("width", \.width, "Of the upright picture, pixels."),
        Field("height", \.height),
        Field("model_id", \.modelID),
        Field("version_id", \.versionID),
        Field("analysis_id", \.analysisID, "The analysis that keeps this answer, when that was asked for.", optional: true),
        Field("timing_ms", \.timing))

    init(_ inference: Inference, _ model: ServedModel, analysisID: ID?) {
        predictions = inference.predictions.map { found in
            let box = Item.Rectangle(x: found.box.x, y: found.box.y, width: found.box.width, height: found.box.height)
            return Item(classID: found.classIndex, className: found.className, confidence: found.confidence, box: box)
        }
        width = inference.width
        height = inference.height
        modelID = model.modelID
        versionID = model.versionID
        self.analysisID = analysisID
        let times = inference.timing
        timing = Timing(
            decode: times.decode, preprocess: times.preprocess, inference: times.inference, postprocess: times.postprocess,
            total: times.total)
    }
}
