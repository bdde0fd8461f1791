import CLCMS
import Core
import Pixels

/// Colours by an embedded ICC profile, turned into sRGB by Little CMS. For pictures that people look at; models see the
/// file's own values.
enum ColorProfile {
    /// The same pixels in sRGB; unchanged when there is no profile, when it is sRGB already, broken, or not of RGB.
    static func toSRGB(_ pixels: PixelBuffer, profile: [UInt8]) -> PixelBuffer {
        guard profile.count > 128, profile.count < 4 << 20, pixels.channels >= 3, !isSRGB(profile) else { return pixels }
        guard let source = cmsOpenProfileFromMem(profile, UInt32(profile.count)) else { return pixels }
        defer { cmsCloseProfile(source) }
        guard cmsGetColorSpace(source) == cmsSigRgbData, let target = cmsCreate_sRGBProfile() else { return pixels }
        defer { cmsCloseProfile(target) }
        // Little CMS describes a pixel by a word: 8-bit RGB, and how many bytes to skip after it.
        let extra: UInt32 = pixels.channels == 4 ? 1 : 0
        let format: UInt32 = UInt32(PT_RGB) << 16 | extra << 7 | 3 << 3 | 1
        guard let transform = cmsCreateTransform(source, format, target, format, UInt32(INTENT_PERCEPTUAL), UInt32(cmsFLAGS_COPY_ALPHA))
        else { return pixels }
        defer { cmsDeleteTransform(transform) }
        return PixelBuffer(width: pixels.width, height: pixels.height, channels: pixels.channels) { out in
            cmsDoTransform(transform, pixels.bytes, out.baseAddress, UInt32(pixels.width * pixels.height))
        }
    }

    /// By its description, which is near the start: most profiles in the wild are sRGB, and need no work.
    private static func isSRGB(_ profile: [UInt8]) -> Bool {
        let text = String(decoding: profile.prefix(1024).filter { $0 >= 0x20 && $0 < 0x7F }, as: UTF8.self)
        return text.contains("sRGB") || text.contains("s R G B")
    }
}
