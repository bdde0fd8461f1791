import CTIFF
import Core
import Glibc
import Pixels

/// TIFF by libtiff: the first page, as 8-bit RGBA.
enum TIFFDecoder {
    static func decode(_ bytes: [UInt8], _ header: ImageHeader) throws -> StoredPixels {
        let pixels = try PixelBuffer(width: header.storedWidth, height: header.storedHeight, channels: 4) { out in
            var message = [CChar](repeating: 0, count: 256)
            // RGBA words lie in memory as R, G, B, A on little-endian machines, the only ones that Swift runs on here.
            let status = out.withMemoryRebound(to: UInt8.self) { raw in
                ctiff_decode(
                    bytes, bytes.count, UnsafeMutableRawPointer(raw.baseAddress)?.assumingMemoryBound(to: UInt32.self),
                    UInt32(header.storedWidth), UInt32(header.storedHeight), &message, message.count)
            }
            guard status == 0 else {
                throw ImageHeader.broken(.tiff, message[0] == 0 ? "pixels that cannot be decoded" : text(message))
            }
        }
        var size = 0
        let profile = ctiff_icc(bytes, bytes.count, &size)
        defer { free(profile) }
        return StoredPixels(pixels: pixels, profile: profile.map { Array(UnsafeBufferPointer(start: $0, count: size)) } ?? [])
    }
}
