import Core
import Pixels

/// What is kept of a picture to find copies of it.
///
/// The bits are a perceptual hash by signs of low frequencies: C. Zauner, Implementation and Benchmarking of Perceptual Image Hash
/// Functions (2010), section 3.2.1, with these differences: 16 x 16 frequencies of 64 x 64 cells and not 8 x 8 of 32 x 32, so that
/// photographs of the same kind differ enough; signs and not comparisons with the median, so that turned pictures have the same
/// bits but for a mask; cells by exact averaging.
public struct PictureSignature: Sendable, Hashable {
    /// Of the algorithm. What another one made cannot be compared.
    public static let version = 1

    /// Upright pixels.
    public var width: Int
    public var height: Int
    /// SHA-256 of size and pixels in RGB (what is transparent on white): equal for files that show the very same.
    public var pixels: Digest
    public var bits: SignatureBits
    /// 32 x 32 luminances, the whole picture, rows from the top.
    public var thumbnail: [UInt8]
    /// How many of the 255 frequencies are strong enough for their sign to outlive recompression.
    public var steady: Int

    public init(width: Int, height: Int, pixels: Digest, bits: SignatureBits, thumbnail: [UInt8], steady: Int) {
        precondition(thumbnail.count == Self.thumbnailCount)
        self.width = width
        self.height = height
        self.pixels = pixels
        self.bits = bits
        self.thumbnail = thumbnail
        self.steady = steady
    }

    /// - Parameter picture: upright pixels.
    public init(_ picture: PixelBuffer) {
        let cells = GreyCells(picture)
        let frequencies = Frequencies(cells)
        self.init(
            width: picture.width, height: picture.height, pixels: Self.digest(picture), bits: SignatureBits(frequencies),
            thumbnail: Self.thumbnail(cells), steady: frequencies.values.dropFirst().count { abs($0) >= Self.noise })
    }

    /// A picture with so little in it (black, white, a plain gradient) has signs by chance: it is compared by its pixels alone.
    public var isFeatureless: Bool { steady < Self.leastSteady }

    static let leastSteady = 96
    /// Grey levels of a coefficient that recompression and resizing can turn over.
    static let noise = 0.5
    static let thumbnailSide = 32
    /// Bytes of a thumbnail.
    public static let thumbnailCount = thumbnailSide * thumbnailSide

    private static func digest(_ picture: PixelBuffer) -> Digest {
        SHA256.digest(Array("\(picture.width)x\(picture.height)\n".utf8) + picture.flattened().rgb().bytes)
    }

    private static func thumbnail(_ cells: GreyCells) -> [UInt8] {
        let size = GreyCells.side
        return (0..<thumbnailCount).map { index in
            let at = index / thumbnailSide * 2 * size + index % thumbnailSide * 2
            let values = cells.values
            let mean = (values[at] + values[at + 1] + values[at + size] + values[at + size + 1]) / 4
            return UInt8(min(255, max(0, mean.rounded())))
        }
    }
}

extension SignatureBits {
    init(_ frequencies: Frequencies) {
        let side = Frequencies.side
        var words = SIMD4<UInt64>()
        for row in 0..<side {
            for column in 0..<side where (row, column) != (0, 0) && frequencies.values[row * side + column] > 0 {
                words[row % 2 * 2 + column % 2] |= 1 << UInt64(row / 2 * 8 + column / 2)
            }
        }
        self.init(words: words)
    }
}
