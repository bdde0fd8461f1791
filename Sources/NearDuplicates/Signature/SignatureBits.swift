import Pixels

/// The signs of a picture's 16 x 16 lowest frequencies, but for the mean: 255 bits in four words.
///
/// A word holds the frequencies of one parity, bit `8 (row / 2) + column / 2`: word 0 even rows and even columns, 1 even rows and
/// odd columns, 2 odd rows and even columns, 3 odd rows and odd columns. Bit 0 of word 0, the mean's, is 0. Mirroring a picture
/// turns the signs of odd columns over, so that whole words of its bits are turned over, and a comparison of two pictures in
/// eight positions costs two comparisons.
public struct SignatureBits: Sendable, Hashable {
    public var words: SIMD4<UInt64>

    public init(words: SIMD4<UInt64>) { self.words = words }

    /// How many bits differ, 0...255.
    public func distance(to other: SignatureBits) -> Int {
        let differing = words ^ other.words
        return (0..<4).reduce(0) { $0 + differing[$1].nonzeroBitCount }
    }

    /// The bits of the picture that `PixelBuffer.oriented` makes of this one.
    public func oriented(_ orientation: Orientation) -> SignatureBits {
        switch orientation {
        case .upright: self
        case .mirrored: turnedOver(1, 3)
        case .rotated180: turnedOver(1, 2)
        case .flipped: turnedOver(2, 3)
        case .transposed: transposed
        case .rotated90: turnedOver(2, 3).transposed
        case .transversed: turnedOver(1, 2).transposed
        case .rotated270: turnedOver(1, 3).transposed
        }
    }

    private func turnedOver(_ first: Int, _ second: Int) -> SignatureBits {
        var turned = words
        turned[first] = ~turned[first]
        turned[second] = ~turned[second]
        return SignatureBits(words: turned)
    }

    /// Rows and columns change places.
    var transposed: SignatureBits {
        SignatureBits(words: SIMD4(Self.transpose(words[0]), Self.transpose(words[2]), Self.transpose(words[1]), Self.transpose(words[3])))
    }

    /// An 8 x 8 matrix of bits: quarters, then quarters of these, then bits change places (Warren, Hacker's Delight, 7-3).
    private static func transpose(_ matrix: UInt64) -> UInt64 {
        var x = matrix
        for (shift, mask) in [(7, 0x00AA_00AA_00AA_00AA), (14, 0x0000_CCCC_0000_CCCC), (28, 0x0000_0000_F0F0_F0F0)] as [(UInt64, UInt64)] {
            let moved = (x ^ (x >> shift)) & mask
            x = x ^ moved ^ (moved << shift)
        }
        return x
    }
}
