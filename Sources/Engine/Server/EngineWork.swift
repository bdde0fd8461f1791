import Core
import Detection
import Glibc
import ImageCodecs
import ImageQuality
import NearDuplicates
import ONNXInference
import Pixels

/// What the engine does for a request: blocking calls, bounded by how many run at once and by what they may keep.
final class EngineWork: Sendable {
    let options: EngineOptions
    /// Decoding, shrinking, encoding: as many at once as there are processors.
    private let codecs: Turnstile
    /// Pictures that are decoded together have no more pixels than the largest that is allowed: memory is bounded by pixels,
    /// not by how many pictures there are.
    private let pixels: Turnstile
    /// The same for those that lie decoded while a model is opened or runs; apart, so that a slow model holds up no thumbnail.
    let waiting: Turnstile
    /// Running a model takes all processors already: a second run only overlaps the first's idle ends.
    let models: Turnstile
    private let sessions: SessionCache<DetectorModel>
    let embedders: SessionCache<EmbeddingModel>
    let textTowers: SessionCache<TextTower>
    private let levels: SessionCache<PixelBuffer>
    private let served = Lock((requests: 0, failures: 0, busy: 0))

    private let watchdog: Watchdog
    private let qualityModels: Result<QualityModels, any Error>

    init(_ options: EngineOptions, _ watchdog: Watchdog) {
        self.options = options
        self.watchdog = watchdog
        qualityModels = Result { try QualityModels(path: options.qualityModels) }
        codecs = Turnstile(options.threads)
        pixels = Turnstile(options.limits.pixels)
        waiting = Turnstile(options.limits.pixels)
        models = Turnstile(2)
        sessions = SessionCache(budget: options.modelMemory) { $0.memory }
        embedders = SessionCache(budget: options.modelMemory) { $0.memory }
        textTowers = SessionCache(budget: options.modelMemory / 2) { $0.memory }
        levels = SessionCache(budget: options.tileMemory) { $0.bytes.count }
    }

    /// Answers one request; never throws, for an error is an answer.
    func answer(_ request: Frame) -> Frame {
        // Asking how things stand is no work.
        if request.header["op"]?.string == "status" { return Frame(header: status()) }
        served.withLock { $0.busy += 1 }
        let result = Result { try perform(request) }
        served.withLock { counts in
            counts.busy -= 1
            counts.requests += 1
            if case .failure = result { counts.failures += 1 }
        }
        switch result {
        case .success(let frame): return frame
        case .failure(let error):
            return Frame(header: .object(["error": (error as? FoveaError ?? FoveaError.bug("\(error)")).json]))
        }
    }

    private func perform(_ request: Frame) throws -> Frame {
        let header = request.header
        switch header["op"]?.string {
        case "probe": return try probe(request)
        case "ingest": return try ingest(request)
        case "thumbnail": return try thumbnail(request)
        case "tile": return try tile(request)
        case "label_map": return try labelMap(request)
        case "quality": return try quality(request)
        case "signature": return try signature(request)
        case "infer": return try infer(request)
        case "embed": return try embed(request)
        case "features": return try features(request)
        case "embed_text": return try embedText(request)
        case "load": return Frame(header: .object(["model": try withModel(header) { $0.info.json }]))
        case "unload": return Frame(header: .object(["unloaded": .bool(sessions.drop(try header.needString("model_key")))]))
        default: throw FoveaError(.malformed, "The engine does not know this request.")
        }
    }

    func bytes(_ request: Frame) throws -> [UInt8] {
        request.header["file"] == nil ? request.body : try source(request).all()
    }

    private func source(_ request: Frame) throws -> ByteSource {
        guard let path = request.header["file"]?.string else { return ByteSource(request.body) }
        let source = try ByteSource(path: path)
        guard source.count <= options.limits.bytes else {
            throw FoveaError(.tooLarge, "The file has \(source.count) bytes; \(options.limits.bytes) are allowed.")
        }
        return source
    }

    private func probe(_ request: Frame) throws -> Frame {
        let source = ByteSource(try bytes(request))
        let header = try ImageHeader.read(source, limits: options.limits)
        return Frame(header: .object(["image": ImageProbe(header, EXIF.read(source, header)).json]))
    }

    private func ingest(_ request: Frame) throws -> Frame {
        let bytes = try bytes(request)
        let source = ByteSource(bytes)
        let header = try ImageHeader.read(source, limits: options.limits)
        let thumbnail = try makeThumbnail(request.header, bytes, header)
        return Frame(
            header: .object(["image": ImageProbe(header, EXIF.read(source, header)).json, "thumbnail": thumbnail.json]),
            body: thumbnail.bytes)
    }

    private func thumbnail(_ request: Frame) throws -> Frame {
        let bytes = try bytes(request)
        let thumbnail = try makeThumbnail(request.header, bytes, ImageHeader.read(bytes, limits: options.limits))
        return Frame(header: .object(["thumbnail": thumbnail.json]), body: thumbnail.bytes)
    }

    private func makeThumbnail(_ request: JSON, _ bytes: [UInt8], _ header: ImageHeader) throws -> Thumbnail {
        let longest = min(max(try request.needInt("longest"), 16), 4096)
        let quality = try request.needInt("quality")
        let webp = request["format"]?.string == "webp"
        return try decoding("thumbnail", header) {
            try Thumbnail.make(
                bytes, header, longest: longest, format: webp ? .webp(quality: quality) : .jpeg(quality: quality))
        }
    }

    private func tile(_ request: Frame) throws -> Frame {
        let header = request.header
        let (level, x, y) = (try header.needInt("level"), try header.needInt("x"), try header.needInt("y"))
        // Its header here; the whole file is read only to be decoded, not for each of a picture's many tiles.
        let source = try source(request)
        let image = try ImageHeader.read(source, limits: options.limits)
        let pyramid = TilePyramid(width: image.width, height: image.height)
        guard pyramid.rectangle(level: level, x: x, y: y) != nil else { throw FoveaError.notFound("Tile \(level)/\(x)/\(y)") }
        let key = header["key"]?.string ?? SHA256.digest(source.all()).description
        let tile = try withLevel(level, key, source, image) { pixels in
            try computing("tile") { try pyramid.tile(of: pixels, level: level, x: x, y: y) }
        }
        return Frame(header: .object(["type": .string(ImageType.jpeg.rawValue)]), body: tile)
    }

    /// Lends a decoded level, which is kept a while. A JPEG is decoded at the level's size; other types can only be decoded
    /// whole, so that their levels are shrunk from the full one, which is kept too.
    private func withLevel<Result>(
        _ level: Int, _ key: String, _ source: ByteSource, _ image: ImageHeader, _ body: (PixelBuffer) throws -> Result
    ) throws -> Result {
        let load = {
            if level == 0 || image.type == .jpeg {
                return try self.decoding("tile", image) { try TilePyramid.level(level, of: source.all(), image) }
            }
            return try self.withLevel(0, key, source, image) { full in
                let size = TilePyramid(width: image.width, height: image.height).size(level: level)
                return try self.computing("tile") { full.resized(width: size.width, height: size.height, filter: .box) }
            }
        }
        return try levels.with("\(key)/\(level)", load: load, body)
    }

    private func labelMap(_ request: Frame) throws -> Frame {
        let bytes = try bytes(request)
        let map = try decoding("label_map", ImageHeader.read(bytes, limits: options.limits)) {
            try LabelMap.decode(bytes, limits: options.limits)
        }
        return Frame(header: .object(["label_map": map.json]), body: map.palette + map.bytes)
    }

    /// A picture, decoded, takes 8 bytes a pixel more for each of the planes that are looked at: a large one counts as many.
    private func quality(_ request: Frame) throws -> Frame {
        let bytes = try bytes(request)
        let image = try ImageHeader.read(bytes, limits: options.limits)
        let models = try qualityModels.get()
        let quality = try pixels.pass(min(8 * image.width * image.height, options.limits.pixels)) {
            try computing("quality") { ImageQuality(try ImageDecoder.decode(bytes, image), models: models) }
        }
        return Frame(header: .object(["quality": quality.json]))
    }

    /// Besides the picture, its pixels in RGB are laid out for their digest: a picture counts twice.
    private func signature(_ request: Frame) throws -> Frame {
        let bytes = try bytes(request)
        let image = try ImageHeader.read(bytes, limits: options.limits)
        let signature = try pixels.pass(min(2 * image.width * image.height, options.limits.pixels)) {
            try computing("signature") { PictureSignature(try ImageDecoder.decode(bytes, image)) }
        }
        return Frame(header: .object(["signature": signature.json]), body: signature.body)
    }

    private func infer(_ request: Frame) throws -> Frame {
        let header = request.header
        let watch = Stopwatch()
        let thresholds = DetectionThresholds(
            confidence: Float(try header.needDouble("confidence")), iou: Float(try header.needDouble("iou")),
            maximum: min(max(try header.needInt("maximum"), 1), 3000))
        let bytes = try bytes(request)
        let image = try ImageHeader.read(bytes, limits: options.limits)
        let answer = try waiting.pass(image.width * image.height) { try infer(header, bytes, image, thresholds, watch) }
        return Frame(header: .object(["inference": answer.json]))
    }

    private func infer(
        _ header: JSON, _ bytes: [UInt8], _ image: ImageHeader, _ thresholds: DetectionThresholds, _ watch: Stopwatch
    ) throws -> Inference {
        // Decoded first: a broken picture must not cost the opening of a model.
        let picture = try decoding("infer", image) { try ImageDecoder.decode(bytes, image) }
        let decoded = watch.milliseconds
        return try withModel(header) { model in
            let answer = try models.pass { try stopping("model") { try model.predict(picture, thresholds, stop: $0) } }
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

    private func withModel<Result>(_ header: JSON, _ body: (DetectorModel) throws -> Result) throws -> Result {
        let path = try header.needString("model_path")
        let threads = options.threads
        let load = {
            try self.stopping("opening a model") { try DetectorModel(ONNXRuntime.shared(), path: path, threads: threads, stop: $0) }
        }
        return try sessions.with(try header.needString("model_key"), load: load, body)
    }

    /// Somebody's model may run for ever: it is stopped, and nobody else's work suffers.
    func stopping<Result>(_ name: String, _ body: (RunStop) throws -> Result) throws -> Result {
        let stop = try RunStop(ONNXRuntime.shared())
        return try watchdog.watch(name, stop: (options.modelLimit, { stop.stop() })) { try body(stop) }
    }

    func decoding<Result>(_ name: String, _ image: ImageHeader, _ body: () throws -> Result) throws -> Result {
        try pixels.pass(image.width * image.height) { try computing(name, body) }
    }

    func computing<Result>(_ name: String, _ body: () throws -> Result) throws -> Result {
        try codecs.pass { try watchdog.watch(name, body) }
    }

    private func status() -> JSON {
        let counts = served.withLock { $0 }
        let models = sessions.contents.map { JSON.object(["key": .string($0.key), "bytes": .int(Int64($0.bytes))]) }
        return .object([
            "pid": .int(Int64(getpid())), "requests": .int(Int64(counts.requests)), "failures": .int(Int64(counts.failures)),
            "busy": .int(Int64(counts.busy)), "threads": .int(Int64(options.threads)), "models": .array(models),
        ])
    }
}
