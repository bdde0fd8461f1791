/// The points of a t-SNE map and their gradient descent, with the constants of the paper's own program.
struct TSNELayout {
    /// Points that a thread takes at once; sums are added in the order of the points, whoever made them.
    private static let piece = 256
    private static let exaggeration = 12.0

    private(set) var points: [SIMD2<Double>]
    private let parameters: TSNE.Parameters
    private let crew: Crew

    /// - Parameter start: where to begin; scaled to a deviation of 1e-4 and displaced by a hundredth of that.
    init(start: [[Double]], _ parameters: TSNE.Parameters, _ crew: Crew) {
        self.parameters = parameters
        self.crew = crew
        var random = SeededRandom(seed: parameters.seed)
        let spread = (start.reduce(0) { $0 + $1[0] * $1[0] } / Double(start.count)).squareRoot()
        let scale = spread > 0 ? 1e-4 / spread : 0
        points = start.map { coordinates in
            let second = coordinates.count > 1 ? coordinates[1] : 0
            return SIMD2(coordinates[0] * scale + 1e-6 * random.normal(), second * scale + 1e-6 * random.normal())
        }
    }

    mutating func run(_ affinities: Affinities, _ progress: WorkProgress) throws {
        let count = points.count
        var velocity = [SIMD2<Double>](repeating: .zero, count: count)
        var gains = [SIMD2<Double>](repeating: SIMD2(1, 1), count: count)
        let early = parameters.iterations / 4
        // Belkina et al. 2019: in proportion to the number of points.
        let rate = max(Double(count) / Self.exaggeration / 4, 50) * 4
        for iteration in 0..<parameters.iterations {
            try progress.at(Double(iteration) / Double(max(1, parameters.iterations)))
            let isEarly = iteration < early
            let gradient = try gradient(affinities, exaggeration: isEarly ? Self.exaggeration : 1)
            let momentum = isEarly ? 0.5 : 0.8
            var centre = SIMD2<Double>.zero
            for index in 0..<count {
                let opposed = (gradient[index] * velocity[index]) .< 0
                gains[index] = pointwiseMax((gains[index] * 0.8).replacing(with: gains[index] + 0.2, where: opposed), SIMD2(0.01, 0.01))
                velocity[index] = velocity[index] * momentum - gradient[index] * gains[index] * rate
                points[index] += velocity[index]
                centre += points[index]
            }
            centre /= Double(count)
            for index in 0..<count { points[index] -= centre }
        }
    }

    /// Of the Kullback-Leibler divergence, but for a factor of 4, which is in the rate.
    private func gradient(_ affinities: Affinities, exaggeration: Double) throws -> [SIMD2<Double>] {
        let (points, angle) = (points, parameters.angle)
        let tree = QuadTree(points)
        let parts = Parts<(pull: [SIMD2<Double>], push: [SIMD2<Double>], sum: Double)>((points.count + Self.piece - 1) / Self.piece)
        try crew.each(parts.count) { piece in
            var (pull, push, sum) = ([SIMD2<Double>](), [SIMD2<Double>](), 0.0)
            for index in piece * Self.piece..<min(points.count, (piece + 1) * Self.piece) {
                let (force, fractions) = tree.repulsion(index, points[index], angle: angle)
                push.append(force)
                sum += fractions
                pull.append(Self.attraction(index, points, affinities))
            }
            parts.set(piece, (pull, push, sum))
        }
        let all = parts.all
        let total = max(all.reduce(0) { $0 + $1.sum }, .leastNormalMagnitude)
        return all.flatMap { part in zip(part.pull, part.push).map { $0 * exaggeration - $1 / total } }
    }

    private static func attraction(_ index: Int, _ points: [SIMD2<Double>], _ affinities: Affinities) -> SIMD2<Double> {
        var out = SIMD2<Double>.zero
        let point = points[index]
        for entry in affinities.starts[index]..<affinities.starts[index + 1] {
            let difference = point - points[Int(affinities.others[entry])]
            out += difference * (affinities.weights[entry] / (1 + difference.x * difference.x + difference.y * difference.y))
        }
        return out
    }
}
