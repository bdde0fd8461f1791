import CWebP
import Core
import Pixels

/// WebP by libwebp.
enum WebPDecoder {
    static func decode(_ bytes: [UInt8], _ header: ImageHeader, channels: Int) throws -> PixelBuffer {
        var (width, height): (Int32, Int32) = (0, 0)
        guard WebPGetInfo(bytes, bytes.count, &width, &height) != 0, width == header.storedWidth, height == header.storedHeight else {
            throw ImageHeader.broken(.webp, "the size differs from the header's")
        }
        return try PixelBuffer(width: Int(width), height: Int(height), channels: channels) { out in
            let stride = width * Int32(channels)
            let done =
                channels == 4
                ? WebPDecodeRGBAInto(bytes, bytes.count, out.baseAddress, out.count, stride)
                : WebPDecodeRGBInto(bytes, bytes.count, out.baseAddress, out.count, stride)
            guard done != nil else { throw ImageHeader.broken(.webp, "pixels that cannot be decoded") }
        }
    }
}
