/// SplitMix64 (Steele, Lea, Flood 2014): the same seed draws the same picture everywhere.
struct SceneRandom: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func real(_ low: Double, _ high: Double) -> Double { Double.random(in: low...high, using: &self) }
    mutating func chance(_ probability: Double) -> Bool { real(0, 1) < probability }
}

/// Smooth random values over the plane (value noise on a hashed lattice), -1...1.
struct SceneNoise {
    let seed: UInt64

    private func lattice(_ x: Int, _ y: Int) -> Double {
        var random = SceneRandom(seed: seed ^ UInt64(bitPattern: Int64(x &* 73_856_093 ^ y &* 19_349_663)))
        return Double(random.next() >> 11) / Double(1 << 52) - 1
    }

    func value(_ x: Double, _ y: Double) -> Double {
        let left = x.rounded(.down), top = y.rounded(.down)
        let fx = x - left, fy = y - top
        let sx = fx * fx * (3 - 2 * fx), sy = fy * fy * (3 - 2 * fy)
        let column = Int(left), row = Int(top)
        let upper = lattice(column, row) * (1 - sx) + lattice(column + 1, row) * sx
        let lower = lattice(column, row + 1) * (1 - sx) + lattice(column + 1, row + 1) * sx
        return upper * (1 - sy) + lower * sy
    }

    /// Octaves of it, each half as strong and twice as fine.
    func fractal(_ x: Double, _ y: Double, octaves: Int) -> Double {
        var sum = 0.0, strength = 0.5, scale = 1.0
        for _ in 0..<octaves {
            sum += value(x * scale, y * scale) * strength
            strength /= 2
            scale *= 2
        }
        return sum
    }
}
