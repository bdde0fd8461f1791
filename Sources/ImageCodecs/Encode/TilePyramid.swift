import Core
import Pixels

/// A picture cut into tiles at several sizes, so that a large one can be looked at piece by piece.
///
/// Level 0 is the full size; each further level halves it (rounding up), until one tile holds everything. Tile (x, y) of a
/// level covers upright pixels from (x * side, y * side); those at the right and bottom edges are smaller.
public struct TilePyramid: Sendable, Equatable {
    public static let side = 512
    public let width: Int
    public let height: Int

    public init(width: Int, height: Int) {
        self.width = width
        self.height = height
    }

    /// How many levels there are, at least one.
    public var levels: Int {
        var count = 1
        while max(width, height) >> (count - 1) > Self.side, count < 17 { count += 1 }
        return count
    }

    public func size(level: Int) -> (width: Int, height: Int) {
        let scale = 1 << level
        return ((width + scale - 1) / scale, (height + scale - 1) / scale)
    }

    /// The rectangle of a tile in its level's pixels; nil when there is no such tile.
    public func rectangle(level: Int, x: Int, y: Int) -> (x: Int, y: Int, width: Int, height: Int)? {
        guard level >= 0, level < levels, x >= 0, y >= 0, x < 1 << 24, y < 1 << 24 else { return nil }
        let size = size(level: level)
        let (left, top) = (x * Self.side, y * Self.side)
        guard left < size.width, top < size.height else { return nil }
        return (left, top, min(Self.side, size.width - left), min(Self.side, size.height - top))
    }
}

extension TilePyramid {
    /// A whole level, upright and in sRGB, to cut tiles from. Blocks and computes; keep it while its tiles are asked for.
    ///
    /// Levels of a JPEG are decoded at their size (levels 1 to 3 inside the inverse DCT), so that a small one costs little.
    public static func level(_ level: Int, of bytes: [UInt8], _ header: ImageHeader) throws -> PixelBuffer {
        let pyramid = TilePyramid(width: header.storedWidth, height: header.storedHeight)
        let size = pyramid.size(level: level)
        let flat: PixelBuffer
        let profile: [UInt8]
        if header.type == .jpeg {
            let eighths = 8 >> min(level, 3)
            flat = try JPEGDecoder.decode(bytes, header, eighths: eighths, channels: level > 3 ? 4 : 3)
            profile = header.profile(in: bytes)
        } else {
            let stored = try ImageDecoder.stored(bytes, header, wantsAlpha: header.mayBeTransparent)
            flat = stored.pixels.flattened()
            profile = stored.profile
        }
        let shrunk = flat.resized(width: size.width, height: size.height, filter: .box)
        return ColorProfile.toSRGB(shrunk, profile: header.isCMYK ? [] : profile).oriented(header.orientation)
    }

    /// One tile cut from its level and encoded.
    public func tile(of level: PixelBuffer, level number: Int, x: Int, y: Int, format: ImageEncoder.Format = .jpeg(quality: 85)) throws -> [UInt8] {
        guard let place = rectangle(level: number, x: x, y: y), place.x + place.width <= level.width,
            place.y + place.height <= level.height
        else { throw FoveaError.notFound("Tile \(number)/\(x)/\(y)") }
        return try ImageEncoder.encode(level.cropped(x: place.x, y: place.y, width: place.width, height: place.height), as: format)
    }
}
