import CPNG
import CTurboJPEG
import CWebP
import Core
import Glibc
import Pixels

/// Pixels to files. These calls block and compute.
public enum ImageEncoder {
    public enum Format: Sendable, Equatable {
        /// 1 to 100; colour is halved in resolution below 90. Alpha is left out.
        case jpeg(quality: Int)
        /// 1 to 100, lossy.
        case webp(quality: Int)
        /// zlib's level, 0 to 9.
        case png(compression: Int)

        public var type: ImageType {
            switch self {
            case .jpeg: .jpeg
            case .webp: .webp
            case .png: .png
            }
        }
    }

    public static func encode(_ pixels: PixelBuffer, as format: Format) throws -> [UInt8] {
        switch format {
        case .jpeg(let quality): try jpeg(pixels, quality: min(max(quality, 1), 100))
        case .webp(let quality): try webp(pixels, quality: min(max(quality, 1), 100))
        case .png(let compression): try png(pixels, compression: min(max(compression, 0), 9))
        }
    }

    private static func jpeg(_ pixels: PixelBuffer, quality: Int) throws -> [UInt8] {
        guard pixels.width <= 65_535, pixels.height <= 65_535 else {
            throw FoveaError(.invalid, "A JPEG cannot have more than 65535 pixels a side.")
        }
        guard let handle = tjInitCompress() else { throw FoveaError.bug("tjInitCompress") }
        defer { tjDestroy(handle) }
        let format = pixels.channels == 1 ? TJPF_GRAY : pixels.channels == 3 ? TJPF_RGB : TJPF_RGBX
        let sampling = pixels.channels == 1 ? TJSAMP_GRAY : quality >= 90 ? TJSAMP_444 : TJSAMP_420
        var out: UnsafeMutablePointer<UInt8>?
        var size: UInt = 0
        defer { tjFree(out) }
        let status = tjCompress2(
            handle, pixels.bytes, Int32(pixels.width), Int32(pixels.stride), Int32(pixels.height), Int32(format.rawValue), &out,
            &size, Int32(sampling.rawValue), Int32(quality), 0)
        guard status == 0, let out else {
            throw FoveaError.bug("JPEG encoding: \(tjGetErrorStr2(handle).map { String(cString: $0) } ?? "")")
        }
        return Array(UnsafeBufferPointer(start: out, count: Int(size)))
    }

    private static func webp(_ pixels: PixelBuffer, quality: Int) throws -> [UInt8] {
        let colors = pixels.channels == 1 ? pixels.rgb() : pixels
        var out: UnsafeMutablePointer<UInt8>?
        defer { WebPFree(out) }
        let (width, height, stride) = (Int32(colors.width), Int32(colors.height), Int32(colors.stride))
        let size =
            colors.channels == 4
            ? WebPEncodeRGBA(colors.bytes, width, height, stride, Float(quality), &out)
            : WebPEncodeRGB(colors.bytes, width, height, stride, Float(quality), &out)
        guard size > 0, let out else { throw FoveaError(.invalid, "The picture cannot be written as WebP: 16383 pixels a side at most.") }
        return Array(UnsafeBufferPointer(start: out, count: size))
    }

    private static func png(_ pixels: PixelBuffer, compression: Int) throws -> [UInt8] {
        try png(pixels.bytes, width: pixels.width, height: pixels.height, channels: pixels.channels, palette: [], compression: compression)
    }

    /// - Parameter palette: red, green and blue of each index; empty when the pixels are no indices.
    static func png(_ bytes: [UInt8], width: Int, height: Int, channels: Int, palette: [UInt8], compression: Int) throws -> [UInt8] {
        var out: UnsafeMutablePointer<UInt8>?
        var size = 0
        var message = [CChar](repeating: 0, count: 256)
        let status = cpng_encode(
            bytes, UInt32(width), UInt32(height), Int32(channels), palette, Int32(palette.count / 3), Int32(compression), &out, &size,
            &message, message.count)
        defer { free(out) }
        guard status == 0, let out else { throw FoveaError.bug("PNG encoding: \(text(message))") }
        return Array(UnsafeBufferPointer(start: out, count: size))
    }
}
