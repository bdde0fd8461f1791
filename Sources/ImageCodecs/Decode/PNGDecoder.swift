import CPNG
import Core
import Glibc
import Pixels

/// PNG by libpng.
enum PNGDecoder {
    static func decode(_ bytes: [UInt8], _ header: ImageHeader, channels: Int) throws -> StoredPixels {
        var profile: UnsafeMutablePointer<UInt8>?
        var profileSize = 0
        defer { free(profile) }
        let pixels = try PixelBuffer(width: header.storedWidth, height: header.storedHeight, channels: channels) { out in
            var message = [CChar](repeating: 0, count: 256)
            let status = cpng_decode(
                bytes, bytes.count, out.baseAddress, UInt32(header.storedWidth), UInt32(header.storedHeight), Int32(channels),
                &profile, &profileSize, &message, message.count)
            guard status == 0 else { throw ImageHeader.broken(.png, text(message)) }
        }
        return StoredPixels(pixels: pixels, profile: profile.map { Array(UnsafeBufferPointer(start: $0, count: profileSize)) } ?? [])
    }
}

/// A C message as text.
func text(_ message: [CChar]) -> String {
    let end = message.firstIndex(of: 0) ?? message.endIndex
    return String(decoding: message[..<end].map { UInt8(bitPattern: $0) }, as: UTF8.self)
}
