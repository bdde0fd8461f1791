import Core
import Embedding
import Glibc

/// The half of a CLIP model that makes a vector of a text, in the same space as the other half's vectors of pictures.
public final class TextTower: Sendable {
    public let session: ONNXSession
    /// How many numbers of tokens it takes.
    public let length: Int
    /// What it takes in memory, estimated, bytes.
    public let memory: Int
    private let reading: VectorReading

    /// CLIP's own, where the file leaves it free.
    private static let usualLength = 77

    /// Opens a model file. Blocks. Throws `FoveaError.invalid` when it does not take tokens.
    public init(_ runtime: ONNXRuntime, path: String, threads: Int, spinning: Bool = true) throws {
        session = try ONNXSession(runtime, path: path, threads: threads, spinning: spinning)
        guard session.inputs.count == 1, let input = session.inputs.first, input.isInt64, input.shape.count == 2 else {
            throw FoveaError(.invalid, "The text tower does not take tokens: one int64 input of shape batch x length is needed.")
        }
        length = input.shape[1] ?? Self.usualLength
        guard (3...4096).contains(length) else { throw FoveaError(.invalid, "A text tower of \(length) tokens cannot be served.") }
        reading = try VectorReading(session, output: nil, pooling: .automatic)
        var status = stat()
        memory = (stat(path, &status) == 0 ? Int(status.st_size) : 0) * 2 + (16 << 20)
    }

    /// The vector of a text's tokens, of length 1. Blocks and computes.
    public func embed(_ tokens: [Int64], stop: RunStop? = nil) throws -> [Float] {
        guard tokens.count == length else {
            throw FoveaError(.invalid, "The text tower takes \(length) tokens, not \(tokens.count).")
        }
        var tokens = tokens
        return try tokens.withUnsafeMutableBufferPointer { try session.run($0, shape: [1, length], stop: stop) { try reading.vector($0) } }
    }
}
