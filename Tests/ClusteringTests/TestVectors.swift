import Clustering

/// SplitMix64: the same vectors in each run.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

extension Vectors {
    /// Round groups around centres at random.
    static func groups(seed: UInt64, count: Int, dimension: Int, groups: Int, spread: Float = 0.1) throws -> Vectors {
        var random = SplitMix(state: seed)
        let centres = (0..<groups).map { _ in (0..<dimension).map { _ in Float.random(in: -1...1, using: &random) } }
        return try Vectors(
            (0..<count).map { row in
                centres[row % groups].map { centre in
                    centre + spread * (0..<6).reduce(0) { sum, _ in sum + Float.random(in: -0.7...0.7, using: &random) }
                }
            })
    }

    /// Whole numbers from a few, so that rows and distances repeat.
    static func whole(seed: UInt64, count: Int, dimension: Int, below limit: Int) throws -> Vectors {
        var random = SplitMix(state: seed)
        return try Vectors((0..<count).map { _ in (0..<dimension).map { _ in Float(Int.random(in: 0..<limit, using: &random)) } })
    }

    func reordered(_ order: [Int]) throws -> Vectors { try Vectors(order.map { Array(self[$0]) }) }

    var asFile: [UInt8] { NumpyArray(rows: values, dimension: dimension).file }
}
