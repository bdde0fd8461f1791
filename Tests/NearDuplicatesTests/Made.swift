import Pixels

@testable import NearDuplicates

/// Pictures and signatures made up, the same in every run.
enum Made {
    /// Xorshift (Marsaglia 2003).
    struct Random: RandomNumberGenerator {
        private var state: UInt64
        init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }
        mutating func next() -> UInt64 {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return state
        }
    }

    /// Blotches of some pixels each, so that there are low frequencies.
    static func noise(width: Int, height: Int, channels: Int, seed: UInt64) -> PixelBuffer {
        var random = Random(seed: seed)
        let (across, down) = (max(1, width / 12), max(1, height / 12))
        let blotches = (0..<(across + 1) * (down + 1) * channels).map { _ in UInt8.random(in: 0...255, using: &random) }
        return PixelBuffer(width: width, height: height, channels: channels) { out in
            for y in 0..<height {
                for x in 0..<width {
                    for channel in 0..<channels {
                        let at = (y / 12 * (across + 1) + x / 12) % ((across + 1) * (down + 1))
                        out[(y * width + x) * channels + channel] = blotches[at * channels + channel]
                    }
                }
            }
        }
    }

    static func bits(_ count: Int, seed: UInt64) -> [SignatureBits] {
        var random = Random(seed: seed)
        var made: [SignatureBits] = []
        for index in 0..<count {
            // Every third differs from an earlier one in some bits, turned some way.
            if index > 2, index % 3 == 0 {
                var words = made[Int.random(in: 0..<index, using: &random)].oriented(.init(rawValue: 1 + index / 3 % 8) ?? .upright).words
                for _ in 0..<Int.random(in: 0...90, using: &random) {
                    words[Int.random(in: 0..<4, using: &random)] ^= 1 << UInt64.random(in: 1..<64, using: &random)
                }
                made.append(SignatureBits(words: words))
            } else {
                made.append(SignatureBits(words: SIMD4(random.next() & ~1, random.next(), random.next(), random.next())))
            }
        }
        return made
    }
}
