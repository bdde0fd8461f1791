import Glibc

/// How strongly vectors belong together in t-SNE: for each place some others and the weight to each; symmetric, all together 1.
struct Affinities: Sendable {
    /// The entries of place `i` are `starts[i]..<starts[i + 1]`.
    private(set) var starts: [Int]
    private(set) var others: [Int32]
    private(set) var weights: [Double]

    /// From the nearest of each place, so weighted that the entropy of each place's weights is the logarithm of `perplexity`
    /// (van der Maaten and Hinton 2008, section 2), and made symmetric.
    init(_ lists: [NearestList], perplexity: Double) {
        let count = lists.count
        let rows = lists.map { Self.weights($0.squares, perplexity) }
        var incoming = [[(Int32, Double)]](repeating: [], count: count)
        for (place, list) in lists.enumerated() {
            for (other, weight) in zip(list.places, rows[place]) {
                incoming[place].append((other, weight))
                incoming[Int(other)].append((Int32(place), weight))
            }
        }
        starts = [0]
        others = []
        weights = []
        for row in incoming {
            for (other, weight) in row.sorted(by: { ($0.0, $0.1) < ($1.0, $1.1) }) {
                // What came from both sides stands together now.
                if others.count > starts[starts.count - 1], others[others.count - 1] == other {
                    weights[weights.count - 1] += weight / Double(2 * count)
                } else {
                    others.append(other)
                    weights.append(weight / Double(2 * count))
                }
            }
            starts.append(others.count)
        }
    }

    /// Gaussian weights of sum 1 whose width is found by bisection.
    private static func weights(_ squares: [Double], _ perplexity: Double) -> [Double] {
        guard let nearest = squares.first else { return [] }
        let target = log(perplexity)
        var (low, high, beta) = (0.0, Double.infinity, 1 / max(squares.reduce(0, +) / Double(squares.count) - nearest, .leastNormalMagnitude))
        var out: [Double] = []
        for _ in 0..<200 {
            // The nearest one's distance is taken off all: it falls out of the quotient and keeps the sum from vanishing.
            out = squares.map { exp(-($0 - nearest) * beta) }
            let sum = out.reduce(0, +)
            let entropy = log(sum) + beta * zip(out, squares).reduce(0) { $0 + $1.0 * ($1.1 - nearest) } / sum
            out = out.map { $0 / sum }
            guard abs(entropy - target) > 1e-6 else { break }
            if entropy > target { low = beta } else { high = beta }
            let next = high == .infinity ? beta * 2 : (low + high) / 2
            guard next.isFinite, next != beta else { break }
            beta = next
        }
        return out
    }
}
