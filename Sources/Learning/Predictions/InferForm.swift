import Core
import Detection
import HTTPServer
import ObjectStorage

/// The form of `POST /api/predictions/infer`: fields in any order, one file or the id of an image.
struct InferForm: Sendable {
    var file: SentPicture?
    var imageID: ID?
    var modelID: ID?
    var versionID: ID?
    var saves = false
    var thresholds = DetectionThresholds()

    static let texts = ["model_id", "version_id", "image_id", "confidence", "iou", "save"]

    /// Throws `invalid` naming every wrong field, `tooLarge` for a file beyond `fileLimit` bytes.
    static func read(_ request: HTTPRequest, fileLimit: Int, store: any BlobStore) async throws -> InferForm {
        let form = try MultipartReader(request)
        var result = InferForm()
        var texts: [String: String] = [:]
        while let part = try await form.next() {
            if part.name == "file" {
                guard result.file == nil else { throw FoveaError.invalid("file", "may be given once: ask again for each picture") }
                result.file = try await SentPicture.read(form, limit: fileLimit, store)
            } else if Self.texts.contains(part.name) {
                texts[part.name] = try await form.text(upTo: 200)
            }
        }
        try result.take(texts)
        return result
    }

    private mutating func take(_ texts: [String: String]) throws {
        var problems: [FoveaError.Field] = []
        func id(_ name: String) -> ID? {
            guard let text = texts[name], !text.isEmpty else { return nil }
            if let id = ID(text) { return id }
            problems.append(.init(name, "must be a UUID"))
            return nil
        }
        func fraction(_ name: String, _ usual: Float) -> Float {
            guard let text = texts[name], !text.isEmpty else { return usual }
            if let value = Float(text), value >= 0, value <= 1 { return value }
            problems.append(.init(name, "must be a number from 0 to 1"))
            return usual
        }
        modelID = id("model_id")
        versionID = id("version_id")
        imageID = id("image_id")
        thresholds.confidence = fraction("confidence", thresholds.confidence)
        thresholds.iou = fraction("iou", thresholds.iou)
        switch texts["save"] ?? "" {
        case "true", "1", "on": saves = true
        case "", "false", "0", "off": saves = false
        default: problems.append(.init("save", "must be true or false"))
        }
        if texts["model_id"] == nil, texts["version_id"] == nil { problems.append(.init("model_id", "is required, or version_id")) }
        if (file == nil) == (imageID == nil), texts["image_id"] == nil || file != nil {
            problems.append(.init("file", "is required, or image_id; not both"))
        }
        if saves, texts["image_id"] == nil { problems.append(.init("save", "needs image_id: an answer is kept with an image")) }
        guard problems.isEmpty else { throw FoveaError.invalid(problems) }
    }
}
