import CPNG
import Core
import Pixels

extension LabelMap {
    /// Pixels that are decoded at most: an annotation lies in memory whole.
    public static let maximumPixels = 100_000_000

    /// Decodes a PNG whose pixels are numbers. Blocks and computes.
    ///
    /// Throws `FoveaError` with a reason for the user when it is no PNG, is damaged, has 16 bits a sample or is too large: the last
    /// from its header, before anything is allocated.
    public static func decode(_ bytes: [UInt8], limits: ImageLimits = .standard) throws -> LabelMap {
        var limits = limits
        limits.pixels = min(limits.pixels, maximumPixels)
        let header = try ImageHeader.read(bytes, limits: limits)
        guard header.type == .png else { throw FoveaError(.unsupportedType, "The picture of labels is no PNG.") }
        // The byte of IHDR that says what a pixel is: 2 and 6 are colours.
        let channels = bytes[25] == 2 || bytes[25] == 6 ? 3 : 1
        let (width, height) = (header.storedWidth, header.storedHeight)
        var palette = [UInt8](repeating: 0, count: 768)
        var count: Int32 = 0
        let pixels = try PixelBuffer(width: width, height: height, channels: channels) { out in
            var message = [CChar](repeating: 0, count: 256)
            let status = cpng_decode_map(
                bytes, bytes.count, out.baseAddress, UInt32(width), UInt32(height), Int32(channels), &palette, &count, &message,
                message.count)
            guard status == 0 else { throw ImageHeader.broken(.png, text(message)) }
        }
        return LabelMap(width: width, height: height, channels: channels, bytes: pixels.bytes, palette: Array(palette.prefix(Int(count) * 3)))
    }

    /// As a PNG: indices with their palette, greys, or colours. Blocks and computes.
    public func png() throws -> [UInt8] {
        try ImageEncoder.png(bytes, width: width, height: height, channels: channels, palette: palette, compression: 6)
    }
}
