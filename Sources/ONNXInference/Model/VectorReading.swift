import Core
import Embedding

/// How a model's output becomes one vector of length 1.
struct VectorReading: Sendable {
    private let output: Int
    private let pooling: EmbeddingPooling
    /// Numbers of a vector at most.
    static let dimensionLimit = 65_536

    /// Throws `FoveaError.invalid` when there is no such output.
    init(_ session: ONNXSession, output name: String?, pooling: EmbeddingPooling) throws {
        let found = session.outputs.firstIndex { $0.isFloat32 && (name == nil || $0.name == name) }
        guard let found else {
            let known = session.outputs.filter(\.isFloat32).map(\.name).joined(separator: ", ")
            throw FoveaError(.invalid, "The model has no float32 output \(name ?? ""); it has: \(known.isEmpty ? "none" : known).")
        }
        output = found
        self.pooling = pooling
    }

    /// Throws `FoveaError.invalid` when the output is no vector, or holds what is no number.
    func vector(_ outputs: [ONNXSession.Tensor]) throws -> [Float] {
        guard outputs.indices.contains(output), outputs[output].values.baseAddress != nil else { throw FoveaError.bug("an output without values") }
        let vector = try pooled(outputs[output])
        guard (1...Self.dimensionLimit).contains(vector.count) else {
            throw FoveaError(.invalid, "The model gives vectors of \(vector.count) numbers; at most \(Self.dimensionLimit) are taken.")
        }
        let length = vector.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
        guard length.isFinite, length > 0 else {
            throw FoveaError(.invalid, "The model gives a vector without a direction (all zero, or not numbers).")
        }
        return vector.map { Float(Double($0) / length) }
    }

    private func pooled(_ tensor: ONNXSession.Tensor) throws -> [Float] {
        let (shape, values) = (tensor.shape, tensor.values)
        guard shape.first == 1 else { throw Self.noVector(shape) }
        switch shape.count {
        case 2: return Array(values)
        case 3 where pooling == .mean: return mean(values, parts: shape[1], size: shape[2], partStride: shape[2], stride: 1)
        case 3: return Array(values.prefix(shape[2]))
        case 4 where pooling != .first:
            return mean(values, parts: shape[2] * shape[3], size: shape[1], partStride: 1, stride: shape[2] * shape[3])
        default: throw Self.noVector(shape)
        }
    }

    private func mean(_ values: UnsafeBufferPointer<Float>, parts: Int, size: Int, partStride: Int, stride: Int) -> [Float] {
        (0..<size).map { index in
            var sum = 0.0
            for part in 0..<parts { sum += Double(values[index * stride + part * partStride]) }
            return Float(sum / Double(max(parts, 1)))
        }
    }

    private static func noVector(_ shape: [Int]) -> FoveaError {
        FoveaError(
            .invalid,
            "The model's output of shape \(shape.map(String.init).joined(separator: " x ")) is no vector: 1 x numbers, 1 x tokens x numbers or 1 x numbers x height x width is needed."
        )
    }
}
