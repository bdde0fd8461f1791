import Core
import Pixels

/// Pixels as the file stores them, with the colour profile that says what they mean (empty: none).
struct StoredPixels {
    var pixels: PixelBuffer
    var profile: [UInt8]
}

/// Files to pixels. These calls block and compute: run them on an executor for codecs.
public enum ImageDecoder {
    /// Upright RGB, 8 bits a channel. Alpha is left out, grey and palettes are expanded, 16-bit samples keep their high byte,
    /// CMYK is multiplied out; values are otherwise those of the file (no colour profile is applied), as Pillow and OpenCV
    /// give them to a model.
    ///
    /// Throws `FoveaError` with a reason for the user when the file is no picture, too large, cut off or damaged.
    public static func decode(_ bytes: [UInt8], limits: ImageLimits = .standard) throws -> PixelBuffer {
        let header = try ImageHeader.read(bytes, limits: limits)
        return try decode(bytes, header)
    }

    /// The same when the header has been read already.
    public static func decode(_ bytes: [UInt8], _ header: ImageHeader) throws -> PixelBuffer {
        try stored(bytes, header, wantsAlpha: false).pixels.rgb().oriented(header.orientation)
    }

    /// Stored order, 3 channels or 4 when `wantsAlpha` and the picture has it.
    static func stored(_ bytes: [UInt8], _ header: ImageHeader, wantsAlpha: Bool) throws -> StoredPixels {
        let channels = wantsAlpha ? 4 : 3
        switch header.type {
        case .jpeg:
            return StoredPixels(pixels: try JPEGDecoder.decode(bytes, header), profile: header.profile(in: bytes))
        case .png: return try PNGDecoder.decode(bytes, header, channels: channels)
        case .webp:
            return StoredPixels(
                pixels: try WebPDecoder.decode(bytes, header, channels: channels), profile: header.profile(in: bytes))
        case .tiff: return try TIFFDecoder.decode(bytes, header)
        case .bmp: return StoredPixels(pixels: try BMPDecoder.decode(bytes), profile: [])
        }
    }
}

extension ImageHeader {
    /// The ICC profile, put together from its pieces.
    func profile(in bytes: [UInt8]) -> [UInt8] {
        icc.reduce(into: []) { $0 += bytes[$1.clamped(to: 0..<bytes.count)] }
    }
}
