import Core
import Detection
import Embedding
import Geometry
import ImageCodecs

/// Where the engine finds a picture: in the message, or in a file of this machine.
public enum EngineInput: Sendable {
    case bytes([UInt8])
    case file(String)
}

/// A model file of this machine, and the name under which the engine keeps it open (its digest).
public struct EngineModel: Sendable, Hashable {
    public var key: String
    public var path: String

    public init(key: String, path: String) {
        self.key = key
        self.path = path
    }
}

/// What makes vectors of pictures.
public enum EngineEmbedder: Sendable {
    /// Fovea's own description by colours, edges and texture.
    case descriptor
    case model(EngineModel, EmbeddingRecipe)
}

/// The map within a detector that describes a whole picture.
public struct EngineFeatures: Sendable {
    public var output: String
    public var channels: Int
    /// Side of the detector's input, pixels.
    public var side: Int
    /// Bytes that make the map an output when they are put behind the detector's file.
    public var suffix: [UInt8]
}

/// What a picture says of itself.
public struct ImageProbe: Sendable, Equatable {
    public var type: ImageType
    /// Upright pixels.
    public var width: Int
    public var height: Int
    /// The EXIF tag, 1 to 8.
    public var orientation: Int
    /// EXIF tags by name, with `latitude` and `longitude` where known.
    public var exif: JSON
}

/// What is known of a picture after decoding it once.
public struct IngestedImage: Sendable, Equatable {
    public var probe: ImageProbe
    public var thumbnail: Thumbnail
}

/// One object that a model found, as it goes to the user.
public struct Prediction: Sendable, Equatable {
    public var classIndex: Int
    public var className: String
    public var confidence: Double
    /// Upright pixels.
    public var box: Box

    public init(classIndex: Int, className: String, confidence: Double, box: Box) {
        self.classIndex = classIndex
        self.className = className
        self.confidence = confidence
        self.box = box
    }
}

/// A model's answer about a picture.
public struct Inference: Sendable, Equatable {
    /// Milliseconds.
    public struct Timing: Sendable, Equatable {
        public var decode: Double
        public var preprocess: Double
        public var inference: Double
        public var postprocess: Double
        public var total: Double

        public init(decode: Double, preprocess: Double, inference: Double, postprocess: Double, total: Double) {
            self.decode = decode
            self.preprocess = preprocess
            self.inference = inference
            self.postprocess = postprocess
            self.total = total
        }
    }

    public var predictions: [Prediction]
    /// Of the upright picture, pixels.
    public var width: Int
    public var height: Int
    public var timing: Timing

    public init(predictions: [Prediction], width: Int, height: Int, timing: Timing) {
        self.predictions = predictions
        self.width = width
        self.height = height
        self.timing = timing
    }

    /// The members `predictions`, `width`, `height` and `timing_ms` of `POST /api/predictions/infer`.
    public var json: JSON {
        .object([
            "predictions": .array(predictions.map(\.json)), "width": .int(Int64(width)), "height": .int(Int64(height)),
            "timing_ms": timing.json,
        ])
    }
}
