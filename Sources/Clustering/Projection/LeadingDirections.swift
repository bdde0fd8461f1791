/// The leading eigenvectors of a covariance, by a restarted block Krylov method.
struct LeadingDirections {
    /// How far a direction may turn when multiplied, as a part of the largest eigenvalue.
    private static let tolerance = 1e-9
    /// Directions held at a time.
    private static let basisLimit = 96
    private static let restartLimit = 20

    private let covariance: Covariance
    private let wanted: Int
    private var random = SeededRandom(seed: 1)

    init(_ covariance: Covariance, wanted: Int) {
        self.covariance = covariance
        self.wanted = wanted
    }

    mutating func run(_ progress: WorkProgress) throws -> (values: [Double], vectors: [[Double]]) {
        let dimension = covariance.dimension
        guard wanted > 0 else { return ([], []) }
        // Some more than are wanted, so that equal eigenvalues are all found.
        let blockSize = min(dimension, wanted + 2)
        let limit = min(dimension, max(Self.basisLimit, 4 * blockSize))
        var block = orthonormal((0..<blockSize).map { _ in noise() }, to: [])
        for restart in 0..<Self.restartLimit {
            var (basis, images) = ([[Double]](), [[Double]]())
            while true {
                try progress.at(Double(restart) / Double(Self.restartLimit) + Double(basis.count) / Double(limit * Self.restartLimit))
                basis += block
                images += try covariance.times(block)
                let found = best(basis, images)
                let isWhole = basis.count >= dimension
                if isWhole || found.residual <= Self.tolerance * (found.values.first ?? 0) {
                    return (Array(found.values.prefix(wanted)), Array(found.vectors.prefix(wanted)))
                }
                if basis.count >= limit {
                    block = orthonormal(found.vectors, to: [])
                    break
                }
                block = orthonormal(Array(images.suffix(block.count).prefix(limit - basis.count)), to: basis)
            }
        }
        // Directions that close to each other in variance are as good as one another.
        let images = try covariance.times(block)
        let found = best(block, images)
        return (Array(found.values.prefix(wanted)), Array(found.vectors.prefix(wanted)))
    }

    /// The best block of directions within a basis (Rayleigh and Ritz), and how far the wanted ones turn.
    private func best(_ basis: [[Double]], _ images: [[Double]]) -> (values: [Double], vectors: [[Double]], residual: Double) {
        let size = basis.count
        var matrix = [Double](repeating: 0, count: size * size)
        for i in 0..<size {
            for j in i..<size {
                let value = (dot(basis[i], images[j]) + dot(basis[j], images[i])) / 2
                matrix[i * size + j] = value
                matrix[j * size + i] = value
            }
        }
        let (values, small) = SymmetricEigen.solve(matrix, size: size)
        let kept = min(size, wanted + 2)
        let vectors = small.prefix(kept).map { combine(basis, $0) }
        let residuals = (0..<min(wanted, kept)).map { index in
            let image = combine(images, small[index])
            return zip(image, vectors[index]).reduce(0.0) { $0 + ($1.0 - values[index] * $1.1) * ($1.0 - values[index] * $1.1) }.squareRoot()
        }
        return (Array(values.prefix(kept)), vectors, residuals.max() ?? 0)
    }

    /// Gram and Schmidt, twice; what is left of nothing is replaced by a direction at random.
    private mutating func orthonormal(_ vectors: [[Double]], to basis: [[Double]]) -> [[Double]] {
        var out: [[Double]] = []
        for vector in vectors {
            var candidate = vector
            while true {
                let before = dot(candidate, candidate).squareRoot()
                for _ in 0..<2 {
                    for other in basis + out {
                        let part = dot(candidate, other)
                        for k in candidate.indices { candidate[k] -= part * other[k] }
                    }
                }
                let length = dot(candidate, candidate).squareRoot()
                if length > before * 1e-10, length > 0 {
                    out.append(candidate.map { $0 / length })
                    break
                }
                candidate = noise()
            }
        }
        return out
    }

    private mutating func noise() -> [Double] { (0..<covariance.dimension).map { _ in random.normal() } }

    private func combine(_ basis: [[Double]], _ weights: [Double]) -> [Double] {
        var out = [Double](repeating: 0, count: covariance.dimension)
        for (vector, weight) in zip(basis, weights) {
            for k in out.indices { out[k] += weight * vector[k] }
        }
        return out
    }

    private func dot(_ a: [Double], _ b: [Double]) -> Double {
        var sum = 0.0
        for k in a.indices { sum += a[k] * b[k] }
        return sum
    }
}
