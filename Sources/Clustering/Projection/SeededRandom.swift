import Glibc

/// SplitMix64 (Steele, Lea, Flood 2014): the same seed gives the same numbers everywhere.
struct SeededRandom {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    private mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// In (0, 1).
    private mutating func uniform() -> Double { (Double(next() >> 11) + 0.5) * 0x1p-53 }

    /// In 0..<count, each nearly as often: the remainder favours some by less than count in 2^64.
    mutating func below(_ count: Int) -> Int { Int(next() % UInt64(count)) }

    /// Of mean 0 and variance 1 (Box and Muller 1958).
    mutating func normal() -> Double { (-2 * log(uniform())).squareRoot() * cos(2 * .pi * uniform()) }
}
