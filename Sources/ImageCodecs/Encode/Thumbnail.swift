import Core
import Pixels

/// A small picture to look at: upright, sRGB, over white where the original is transparent.
public struct Thumbnail: Sendable, Equatable {
    public let bytes: [UInt8]
    public let type: ImageType
    public let width: Int
    public let height: Int

    public init(bytes: [UInt8], type: ImageType, width: Int, height: Int) {
        self.bytes = bytes
        self.type = type
        self.width = width
        self.height = height
    }
}

extension Thumbnail {
    public static let side = 512

    /// The longest side has `longest` pixels at most; smaller pictures keep their size. Blocks and computes.
    ///
    /// A JPEG is first scaled inside its inverse DCT to at least the size wanted, which costs a fraction of decoding it whole,
    /// then resampled.
    public static func make(
        _ bytes: [UInt8], longest: Int = side, format: ImageEncoder.Format = .jpeg(quality: 82), limits: ImageLimits = .standard
    ) throws -> Thumbnail {
        try make(bytes, ImageHeader.read(bytes, limits: limits), longest: longest, format: format)
    }

    public static func make(
        _ bytes: [UInt8], _ header: ImageHeader, longest: Int = side, format: ImageEncoder.Format = .jpeg(quality: 82)
    ) throws -> Thumbnail {
        let pixels = try shown(bytes, header, longest: longest)
        return Thumbnail(
            bytes: try ImageEncoder.encode(pixels, as: format), type: format.type, width: pixels.width, height: pixels.height)
    }

    /// The pixels of a thumbnail.
    static func shown(_ bytes: [UInt8], _ header: ImageHeader, longest: Int) throws -> PixelBuffer {
        let size = PixelBuffer.fittedSize(width: header.storedWidth, height: header.storedHeight, longest: longest)
        let stored: StoredPixels
        if header.type == .jpeg {
            let eighths = jpegEighths(header, atLeast: size)
            stored = StoredPixels(
                pixels: try JPEGDecoder.decode(bytes, header, eighths: eighths, channels: 4), profile: header.profile(in: bytes))
        } else {
            stored = try ImageDecoder.stored(bytes, header, wantsAlpha: header.mayBeTransparent)
        }
        let flat = header.type == .jpeg ? stored.pixels : stored.pixels.flattened()
        let small = flat.resized(width: size.width, height: size.height)
        return ColorProfile.toSRGB(small, profile: header.isCMYK ? [] : stored.profile).oriented(header.orientation)
    }

    /// The smallest scale of the inverse DCT that still gives the wanted size. Three eighths have no vectorised transform, but
    /// leave fewer pixels to convert and to resample than a half; five to seven are slower than the whole.
    static func jpegEighths(_ header: ImageHeader, atLeast size: (width: Int, height: Int)) -> Int {
        for eighths in [1, 2, 3, 4] {
            let width = JPEGDecoder.scaled(header.storedWidth, eighths)
            let height = JPEGDecoder.scaled(header.storedHeight, eighths)
            if width >= size.width, height >= size.height { return eighths }
        }
        return 8
    }
}

extension ImageHeader {
    /// Whether alpha has to be asked for: palettes may be transparent without a channel for it.
    var mayBeTransparent: Bool {
        switch type {
        case .png, .tiff: true
        case .webp: channels == 4
        case .jpeg, .bmp: false
        }
    }
}
