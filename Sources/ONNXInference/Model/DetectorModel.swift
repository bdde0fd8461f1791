import Core
import Detection
import Glibc
import Pixels

/// A detector, warm and ready: pixels in, boxes out.
public final class DetectorModel: Sendable {
    public let session: ONNXSession
    public let info: ModelInfo
    /// What it takes in memory, estimated: weights as the runtime holds them (its own copy, partly rearranged) and the layers'
    /// results for one picture. Bytes.
    public let memory: Int

    /// What a prediction took, milliseconds.
    public struct Timing: Sendable, Equatable {
        public var preprocess: Double
        public var inference: Double
        public var postprocess: Double
    }

    public struct Answer: Sendable, Equatable {
        public var detections: [Detection]
        public var timing: Timing
    }

    /// Opens a model file and runs it once, so that the first request is no slower than the next. Blocks.
    ///
    /// Throws `FoveaError.invalid` when the file is no detector that can be served.
    public init(_ runtime: ONNXRuntime, path: String, threads: Int, spinning: Bool = true, stop: RunStop? = nil) throws {
        session = try ONNXSession(runtime, path: path, threads: threads, spinning: spinning)
        info = try ModelInfo(session)
        guard info.task != .classify else {
            throw FoveaError(.invalid, "This model names whole pictures; a detector is needed here.")
        }
        var status = stat()
        let size = stat(path, &status) == 0 ? Int(status.st_size) : 0
        memory = size * 2 + info.inputWidth * info.inputHeight * 160 + (16 << 20)
        let blank = PixelBuffer(width: 32, height: 32, channels: 3, bytes: [UInt8](repeating: 0, count: 32 * 32 * 3))
        _ = try predict(blank, DetectionThresholds(), stop: stop)
    }

    /// What the model finds in an upright RGB picture. Blocks and computes; may be called by several threads at once.
    public func predict(_ picture: PixelBuffer, _ thresholds: DetectionThresholds, stop: RunStop? = nil) throws -> Answer {
        let watch = Stopwatch()
        let letterbox = Letterbox(
            sourceWidth: picture.width, sourceHeight: picture.height, inputWidth: info.inputWidth, inputHeight: info.inputHeight)
        let values = UnsafeMutableBufferPointer<Float>.allocate(capacity: letterbox.valueCount)
        defer { values.deallocate() }
        letterbox.apply(picture, into: values)
        let prepared = watch.milliseconds
        return try session.run(values, shape: [1, 3, info.inputHeight, info.inputWidth], stop: stop) { outputs in
            let computed = watch.milliseconds
            let found = try detections(outputs, letterbox, thresholds)
            let timing = Timing(
                preprocess: prepared, inference: computed - prepared, postprocess: watch.milliseconds - computed)
            return Answer(detections: found, timing: timing)
        }
    }

    private func detections(
        _ outputs: [ONNXSession.Tensor], _ letterbox: Letterbox, _ thresholds: DetectionThresholds
    ) throws -> [Detection] {
        guard let output = outputs.first, output.shape.count == 3, output.shape[0] == 1, output.values.baseAddress != nil else {
            throw FoveaError(.invalid, "The model's output is not that of a YOLO detector: one float32 output of three dimensions is needed.")
        }
        let (channels, anchors) = (output.shape[1], output.shape[2])
        if anchors == 6, info.task == .detect, channels != 4 + info.classNames.count {
            return EndToEndHead(rowCount: channels).detections(output.values, letterbox, thresholds)
        }
        let classes = info.task == .detect || info.classNames.isEmpty ? channels - 4 : info.classNames.count
        guard classes > 0, channels >= 4 + classes, anchors > 0 else {
            throw FoveaError(
                .invalid, "The model's output of \(channels) x \(anchors) does not fit a YOLO detector with \(info.classNames.count) classes.")
        }
        return YOLOHead(classCount: classes, anchorCount: anchors, channelCount: channels)
            .detections(output.values, letterbox, thresholds)
    }
}
