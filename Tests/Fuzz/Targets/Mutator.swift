/// Changes bytes at random, the same way for the same seed: for the sample in the tests, which must not depend on a tool.
public struct Mutator {
    private var state: UInt64
    private static let words: [[UInt8]] = [
        "-1", "0", "NaN", "1e999", "-1e308", "99999999999999999999", "\"", "\\", "[", "]", "{", "}", ",", ";", "\n", "\r\n", "\u{FEFF}", "../",
        "/etc/", "\0", "<", ">", "&a;", "*a", "&a ",
        "null", "true", ":", "4294967296", "0.0000001",
    ].map { Array($0.utf8) }

    public init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    /// xorshift64* (Vigna, 2016).
    private mutating func random(below bound: Int) -> Int {
        state ^= state >> 12
        state ^= state << 25
        state ^= state >> 27
        return Int((state &* 0x2545_F491_4F6C_DD1D) >> 33) % max(1, bound)
    }

    /// - Parameter other: another input, pieces of which may come in.
    public mutating func mutate(_ bytes: [UInt8], with other: [UInt8]) -> [UInt8] {
        var out = bytes
        for _ in 0...random(below: 4) {
            let at = random(below: out.count + 1), length = 1 + random(below: 16)
            let end = min(out.count, at + length)
            switch random(below: 8) {
            case 0 where at < out.count: out[at] ^= 1 << UInt8(random(below: 8))
            case 1 where at < out.count: out[at] = UInt8(random(below: 256))
            case 2: out.removeSubrange(at..<end)
            case 3: out.insert(contentsOf: Self.words[random(below: Self.words.count)], at: at)
            case 4: out.replaceSubrange(at..<end, with: Self.words[random(below: Self.words.count)])
            case 5: out.insert(contentsOf: out[at..<end], at: random(below: out.count + 1))
            case 6 where !other.isEmpty:
                let start = random(below: other.count)
                out.insert(contentsOf: other[start..<min(other.count, start + length * 4)], at: at)
            default: out.removeSubrange(at..<(random(below: 4) == 0 ? out.count : end))
            }
        }
        return out
    }
}
