import CTurboJPEG
import Core
import Pixels

/// JPEG by libjpeg-turbo, at full size or scaled down inside the inverse DCT.
enum JPEGDecoder {
    /// - Parameters:
    ///   - eighths: 8 for full size; less decodes to `ceil(size * eighths / 8)`.
    ///   - channels: 3 (RGB) or 4 (RGB and a byte unused, which the resampler is faster with).
    /// - Returns: pixels as stored, not turned upright.
    static func decode(_ bytes: [UInt8], _ header: ImageHeader, eighths: Int = 8, channels: Int = 3) throws -> PixelBuffer {
        guard let handle = tjInitDecompress() else { throw FoveaError.bug("tjInitDecompress") }
        defer { tjDestroy(handle) }
        let width = scaled(header.storedWidth, eighths)
        let height = scaled(header.storedHeight, eighths)
        let inks = header.isCMYK
        let format = inks ? TJPF_CMYK : channels == 4 ? TJPF_RGBX : TJPF_RGB
        let pixels = try PixelBuffer(width: width, height: height, channels: inks ? 4 : channels) { out in
            // A progressive JPEG may hold thousands of scans, each costing as much as the picture: 500 are allowed.
            let status = tjDecompress2(
                handle, bytes, UInt(bytes.count), out.baseAddress, Int32(width), Int32(out.count / height), Int32(height),
                Int32(format.rawValue), TJFLAG_LIMITSCANS)
            if status != 0 { try check(handle) }
        }
        guard inks else { return pixels }
        return pixels.rgbFromCMYK(inverted: header.isInverted)
    }

    static func scaled(_ length: Int, _ eighths: Int) -> Int { (length * eighths + 7) / 8 }

    /// Bytes between segments, which cameras write, and odd Adobe markers pass (as they do with Pillow and OpenCV). Any other
    /// fault or warning means that pixels are missing or wrong.
    private static func check(_ handle: tjhandle) throws {
        let message = tjGetErrorStr2(handle).map { String(cString: $0) } ?? ""
        if message.contains("extraneous bytes") || message.contains("Adobe") { return }
        if message.contains("Premature end") || message.contains("premature end") { throw ImageHeader.truncated(.jpeg) }
        throw ImageHeader.broken(.jpeg, lowercasedStart(message))
    }

    private static func lowercasedStart(_ text: String) -> String {
        let start = text.hasPrefix("Corrupt JPEG data: ") ? text.dropFirst(19) : text[...]
        return start.first.map { $0.lowercased() + start.dropFirst() } ?? "an unknown fault"
    }
}
