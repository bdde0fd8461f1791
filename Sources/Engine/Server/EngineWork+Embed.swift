import Core
import Embedding
import Geometry
import ImageCodecs
import ONNXInference
import Pixels

extension EngineWork {
    /// The vector of a picture, or of a part of it.
    func embed(_ request: Frame) throws -> Frame {
        let bytes = try bytes(request)
        let image = try ImageHeader.read(bytes, limits: options.limits)
        let vector = try waiting.pass(image.width * image.height) {
            // Decoded first: a broken picture must not cost the opening of a model.
            let picture = try decoding("embed", image) { try ImageDecoder.decode(bytes, image) }
            return try self.vector(of: Self.part(of: picture, request.header), request.header)
        }
        return Frame(header: .object(["dimension": .int(Int64(vector.count))]), body: FloatBytes.bytes(vector))
    }

    func embedText(_ request: Frame) throws -> Frame {
        let header = request.header
        let path = try header.needString("model_path"), tokens = try header.need("tokens").array?.compactMap(\.int) ?? []
        let vector = try textTowers.with(
            try header.needString("model_key"),
            load: { try self.stopping("opening a model") { _ in try TextTower(ONNXRuntime.shared(), path: path, threads: options.threads) } },
            { tower in try models.pass { try stopping("model") { try tower.embed(tokens, stop: $0) } } })
        return Frame(header: .object(["dimension": .int(Int64(vector.count))]), body: FloatBytes.bytes(vector))
    }

    /// What of a detector describes a whole picture, with the bytes that make it an output of the detector's file.
    func features(_ request: Frame) throws -> Frame {
        let path = try request.header.needString("model_path")
        let found = try models.pass {
            try stopping("model") { try DetectorFeatures.find(ONNXRuntime.shared(), path: path, threads: options.threads, stop: $0) }
        }
        return Frame(
            header: .object([
                "output": .string(found.output), "channels": .int(Int64(found.channels)), "side": .int(Int64(found.side)),
            ]), body: GraphOutputs.suffix(naming: [found.output]))
    }

    private func vector(of picture: PixelBuffer, _ header: JSON) throws -> [Float] {
        guard let recipe = header["recipe"] else { return try computing("descriptor") { Descriptor.of(picture) } }
        return try withEmbedder(header, recipe) { model in
            try models.pass { try stopping("model") { try model.embed(picture, stop: $0) } }
        }
    }

    private func withEmbedder<Result>(_ header: JSON, _ recipe: JSON, _ body: (EmbeddingModel) throws -> Result) throws -> Result {
        let path = try header.needString("model_path")
        // The same file by another recipe is another model.
        let key = "\(try header.needString("model_key")) \(recipe.text)"
        let recipe = try EmbeddingRecipe.decode(recipe)
        let load = {
            try self.stopping("opening a model") { stop in
                try EmbeddingModel(
                    ONNXRuntime.shared(), path: path, recipe: recipe, threads: self.options.threads, spinning: false, stop: stop)
            }
        }
        return try embedders.with(key, load: load, body)
    }

    /// The pixels that a box touches, upright; all of them without a box.
    private static func part(of picture: PixelBuffer, _ header: JSON) throws -> PixelBuffer {
        guard let region = header["region"]?.array?.compactMap(\.double), region.count == 4 else { return picture }
        func pixels(_ from: Double, _ length: Double, _ limit: Int) -> Range<Int>? {
            let start = max(0, from.rounded(.down)), end = min(Double(limit), (from + length).rounded(.up))
            return start < end ? Int(start)..<Int(end) : nil
        }
        guard let columns = pixels(region[0], region[2], picture.width), let rows = pixels(region[1], region[3], picture.height) else {
            throw FoveaError.invalid("region", "lies outside of the image (\(picture.width) x \(picture.height))")
        }
        return picture.cropped(x: columns.lowerBound, y: rows.lowerBound, width: columns.count, height: rows.count)
    }
}
