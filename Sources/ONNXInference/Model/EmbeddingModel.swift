import Core
import Embedding
import Glibc
import Pixels

/// A model that makes a vector of a picture, warm and ready.
public final class EmbeddingModel: Sendable {
    public let session: ONNXSession
    /// Numbers of a vector.
    public let dimension: Int
    /// What it takes in memory, estimated, bytes.
    public let memory: Int
    private let preprocess: ImagePreprocess
    private let reading: VectorReading

    /// Opens a model file and runs it once. Blocks.
    ///
    /// Throws `FoveaError.invalid` when the file is no model of pictures, or gives no vector by this recipe.
    public init(
        _ runtime: ONNXRuntime, path: String, recipe: EmbeddingRecipe, threads: Int, spinning: Bool = true, stop: RunStop? = nil
    ) throws {
        session = try ONNXSession(runtime, path: path, threads: threads, spinning: spinning)
        guard session.inputs.count == 1, let input = session.inputs.first, input.isFloat32, input.shape.count == 4,
            input.shape[1] == nil || input.shape[1] == 3
        else {
            throw FoveaError(.invalid, "The model does not take pictures: one float32 input of shape batch x 3 x height x width is needed.")
        }
        for side in input.shape[2...3] where side != nil && side != recipe.crop {
            throw FoveaError(
                .invalid, "The model takes pictures of \(side ?? 0) pixels, but its recipe makes ones of \(recipe.crop): set `crop`.")
        }
        reading = try VectorReading(session, output: recipe.output, pooling: recipe.pooling)
        preprocess = ImagePreprocess(recipe)
        var status = stat()
        let size = stat(path, &status) == 0 ? Int(status.st_size) : 0
        memory = size * 2 + recipe.crop * recipe.crop * 160 + (16 << 20)
        let grey = PixelBuffer(width: 32, height: 32, channels: 3, bytes: (0..<32 * 32 * 3).map { UInt8($0 % 251) })
        dimension = try Self.embed(grey, session, preprocess, reading, stop).count
    }

    /// The vector of an upright RGB picture, of length 1. Blocks and computes; may be called by several threads at once.
    public func embed(_ picture: PixelBuffer, stop: RunStop? = nil) throws -> [Float] {
        try Self.embed(picture, session, preprocess, reading, stop)
    }

    private static func embed(
        _ picture: PixelBuffer, _ session: ONNXSession, _ preprocess: ImagePreprocess, _ reading: VectorReading, _ stop: RunStop?
    ) throws -> [Float] {
        let values = UnsafeMutableBufferPointer<Float>.allocate(capacity: preprocess.valueCount)
        defer { values.deallocate() }
        preprocess.apply(picture, into: values)
        let side = preprocess.recipe.crop
        return try session.run(values, shape: [1, 3, side, side], stop: stop) { try reading.vector($0) }
    }
}
