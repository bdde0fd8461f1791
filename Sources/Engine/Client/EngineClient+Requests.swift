import Core
import Detection
import ImageCodecs
import ImageQuality
import NearDuplicates
import ONNXInference
import Pixels

extension EngineClient {
    /// Type, upright size and EXIF, without decoding pixels.
    public func probe(_ input: EngineInput) async throws -> ImageProbe {
        let answer = try await ask("probe", input)
        return try ImageProbe(answer.header.need("image"))
    }

    /// Everything that is wanted of a new picture, decoded once: size, EXIF, a thumbnail, and the certainty that its pixels can
    /// be decoded. Throws the reason for the user when they cannot.
    public func ingest(_ input: EngineInput, longest: Int = Thumbnail.side) async throws -> IngestedImage {
        let answer = try await ask("ingest", input, ["longest": .int(Int64(longest)), "quality": 82])
        return IngestedImage(
            probe: try ImageProbe(answer.header.need("image")),
            thumbnail: try Thumbnail(answer.header.need("thumbnail"), bytes: answer.body))
    }

    public func thumbnail(
        _ input: EngineInput, longest: Int = Thumbnail.side, format: ImageEncoder.Format = .jpeg(quality: 82)
    ) async throws -> Thumbnail {
        let (name, quality): (String, Int) =
            switch format {
            case .webp(let quality): ("webp", quality)
            case .jpeg(let quality): ("jpeg", quality)
            case .png: ("jpeg", 95)
            }
        let answer = try await ask(
            "thumbnail", input, ["longest": .int(Int64(longest)), "format": .string(name), "quality": .int(Int64(quality))])
        return try Thumbnail(answer.header.need("thumbnail"), bytes: answer.body)
    }

    /// A JPEG tile as `TilePyramid` cuts them. Throws `FoveaError.notFound` when there is no such tile.
    ///
    /// - Parameter key: the picture's digest; its decoded levels are kept a while under this name.
    public func tile(_ input: EngineInput, key: String, level: Int, x: Int, y: Int) async throws -> [UInt8] {
        let place: KeyValuePairs<String, JSON> = [
            "key": .string(key), "level": .int(Int64(level)), "x": .int(Int64(x)), "y": .int(Int64(y)),
        ]
        return try await ask("tile", input, place).body
    }

    /// Decodes a PNG whose pixels are numbers. For threads that may block: readers of datasets are no tasks.
    public func labelMap(_ bytes: [UInt8]) throws -> LabelMap {
        let answer = try askBlocking(.object(["op": "label_map"]), body: bytes) { "sha256 \(SHA256.digest(bytes))" }
        return try LabelMap(answer.header.need("label_map"), body: answer.body)
    }

    /// What can be said of a picture's quality. Throws the reason for the user when its pixels cannot be decoded.
    public func quality(_ input: EngineInput) async throws -> ImageQuality {
        try ImageQuality(try await ask("quality", input).header.need("quality"))
    }

    /// What copies of a picture are found by. Throws the reason for the user when its pixels cannot be decoded.
    public func signature(_ input: EngineInput) async throws -> PictureSignature {
        let answer = try await ask("signature", input)
        return try PictureSignature(answer.header.need("signature"), body: answer.body)
    }

    /// What a model finds in a picture. The model is opened first when it is not open.
    public func infer(_ input: EngineInput, model: EngineModel, thresholds: DetectionThresholds = .init()) async throws -> Inference {
        let options: KeyValuePairs<String, JSON> = [
            "model_key": .string(model.key), "model_path": .string(model.path),
            "confidence": .double(Double(thresholds.confidence)), "iou": .double(Double(thresholds.iou)),
            "maximum": .int(Int64(thresholds.maximum)),
        ]
        return try Inference(try await ask("infer", input, options).header.need("inference"))
    }

    /// Opens a model and runs it once, so that requests find it warm.
    public func load(_ model: EngineModel) async throws -> ModelInfo {
        let header = JSON.object(["op": "load", "model_key": .string(model.key), "model_path": .string(model.path)])
        let answer = try await ask(header, digest: { model.key }).header.need("model")
        guard let task = ModelInfo.Task(rawValue: try answer.needString("task")) else { throw FoveaError.bug("engine: task") }
        return ModelInfo(
            task: task, classNames: (answer["class_names"]?.array ?? []).compactMap(\.string),
            inputWidth: try answer.needInt("input_width"), inputHeight: try answer.needInt("input_height"),
            hasFreeBatch: answer["free_batch"]?.bool ?? false)
    }

    /// Closes a model; false when it was not open or is in use.
    @discardableResult
    public func unload(_ key: String) async throws -> Bool {
        try await ask(.object(["op": "unload", "model_key": .string(key)]), digest: { key }).header["unloaded"]?.bool ?? false
    }

    /// Process id, requests answered and failed, open models with their bytes.
    public func status() async throws -> JSON { try await ask(.object(["op": "status"]), digest: { "status" }).header }

    private func ask(_ operation: String, _ input: EngineInput, _ options: KeyValuePairs<String, JSON> = [:]) async throws -> Frame {
        try await ask(operation, input, options.map { ($0.key, $0.value) })
    }

    func ask(_ operation: String, _ input: EngineInput, _ options: [(key: String, value: JSON)]) async throws -> Frame {
        var members: [(key: String, value: JSON)] = [("op", .string(operation))] + options
        switch input {
        case .bytes(let bytes):
            let header = JSON.object(JSONObject(members))
            return try await ask(header, body: bytes, digest: { "sha256 \(SHA256.digest(bytes))" })
        case .file(let path):
            members.append(("file", .string(path)))
            // Blobs are named by their digest.
            let name = path.split(separator: "/").last.map(String.init) ?? path
            return try await ask(.object(JSONObject(members)), digest: { name })
        }
    }
}
