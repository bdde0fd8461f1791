import Core
import Detection
import Glibc
import ImageCodecs
import ONNXInference

/// `fovea predict --model FILE.onnx IMAGE...`: without a server, in this process.
public enum PredictCommand {
    /// What was found in one file, or why nothing could be.
    public struct Answer: Sendable {
        public var path: String
        public var result: Result<Inference, FoveaError>

        public var json: JSON {
            switch result {
            case .success(let inference):
                var object = inference.json.object ?? JSONObject()
                object["path"] = .string(path)
                object["error"] = .null
                return .object(object)
            case .failure(let error):
                return .object(["path": .string(path), "predictions": .array([]), "error": .string(error.message)])
            }
        }

        /// One line a prediction.
        public var text: String {
            switch result {
            case .failure(let error): return "\(path): \(error.message)"
            case .success(let inference):
                let head = "\(path): \(inference.width) x \(inference.height), \(inference.predictions.count) found"
                return ([head] + inference.predictions.map { line($0) }).joined(separator: "\n")
            }
        }

        private func line(_ prediction: Prediction) -> String {
            func rounded(_ value: Double, _ digits: Double) -> String { "\((value * digits).rounded() / digits)" }
            let box = prediction.box
            let place = [box.x, box.y, box.width, box.height].map { rounded($0, 10) }.joined(separator: " ")
            return "  \(prediction.className) \(rounded(prediction.confidence, 1000)) at \(place)"
        }
    }

    /// Predicts file after file and hands each answer on as it comes. Blocks and computes: run it on a `BlockingExecutor`.
    ///
    /// Throws `FoveaError` when the model cannot be opened; a picture that cannot be read is an answer.
    public static func run(
        model path: String, images: [String], thresholds: DetectionThresholds = .init(), threads: Int = EngineOptions.cores,
        limits: ImageLimits = .standard, each: (Answer) -> Void
    ) throws -> ModelInfo {
        guard access(path, R_OK) == 0 else {
            throw FoveaError(.notFound, "There is no model file \(path), or it may not be read.")
        }
        let model = try DetectorModel(ONNXRuntime.shared(), path: path, threads: threads)
        for image in images {
            let result = Result { try predict(image, model, thresholds, limits) }
            each(Answer(path: image, result: result.mapError { $0 as? FoveaError ?? FoveaError.bug("\($0)") }))
        }
        return model.info
    }

    private static func predict(
        _ path: String, _ model: DetectorModel, _ thresholds: DetectionThresholds, _ limits: ImageLimits
    ) throws -> Inference {
        let watch = Stopwatch()
        let source = try ByteSource(path: path)
        let header = try ImageHeader.read(source, limits: limits)
        let picture = try ImageDecoder.decode(source.all(), header)
        let decoded = watch.milliseconds
        let answer = try model.predict(picture, thresholds)
        let predictions = answer.detections.map { found in
            Prediction(
                classIndex: found.classIndex, className: model.info.name(of: found.classIndex),
                confidence: Double(found.confidence), box: found.box)
        }
        let timing = Inference.Timing(
            decode: decoded, preprocess: answer.timing.preprocess, inference: answer.timing.inference,
            postprocess: answer.timing.postprocess, total: watch.milliseconds)
        return Inference(predictions: predictions, width: picture.width, height: picture.height, timing: timing)
    }
}
