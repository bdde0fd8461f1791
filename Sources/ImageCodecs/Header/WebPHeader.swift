import Core

/// RFC 9649: a RIFF of `VP8 ` (lossy), `VP8L` (lossless) or `VP8X` (either, with more).
enum WebPHeader {
    static func read(_ source: ByteSource, _ limits: ImageLimits) throws -> ImageHeader {
        guard let size = source.number(at: 4, 4, littleEndian: true), size >= 12 else { throw ImageHeader.truncated(.webp) }
        var header: ImageHeader
        switch source.text(at: 12, 4) {
        case "VP8 ":
            guard Array(source.bytes(at: 23, 3)) == [0x9D, 0x01, 0x2A], let width = source.number(at: 26, 2, littleEndian: true),
                let height = source.number(at: 28, 2, littleEndian: true)
            else { throw ImageHeader.broken(.webp, "no key frame") }
            header = ImageHeader(type: .webp, width: width & 0x3FFF, height: height & 0x3FFF, channels: 3, bitDepth: 8)
        case "VP8L":
            guard source.byte(at: 20) == 0x2F, let bits = source.number(at: 21, 4, littleEndian: true) else {
                throw ImageHeader.broken(.webp, "no lossless signature")
            }
            header = ImageHeader(
                type: .webp, width: (bits & 0x3FFF) + 1, height: (bits >> 14 & 0x3FFF) + 1,
                channels: bits >> 28 & 1 == 1 ? 4 : 3, bitDepth: 8)
        case "VP8X":
            guard let flags = source.byte(at: 20), let width = source.number(at: 24, 3, littleEndian: true),
                let height = source.number(at: 27, 3, littleEndian: true)
            else { throw ImageHeader.truncated(.webp) }
            guard flags & 0x02 == 0 else { throw FoveaError(.unsupportedType, "Animated WebP pictures are not taken.") }
            header = ImageHeader(
                type: .webp, width: width + 1, height: height + 1, channels: flags & 0x10 != 0 ? 4 : 3, bitDepth: 8)
        default: throw ImageHeader.broken(.webp, "the picture is missing")
        }
        try header.check(limits)
        // Some writers forget the padding byte.
        guard size + 8 <= source.count + 1 else { throw ImageHeader.truncated(.webp) }
        try findMetadata(source, &header, end: min(size + 8, source.count))
        return header
    }

    private static func findMetadata(_ source: ByteSource, _ header: inout ImageHeader, end: Int) throws {
        var at = 12
        while at + 8 <= end {
            guard let length = source.number(at: at + 4, 4, littleEndian: true) else { break }
            let body = (at + 8)..<(at + 8 + length)
            guard body.upperBound <= source.count else { throw ImageHeader.truncated(.webp) }
            switch source.text(at: at, 4) {
            case "EXIF":
                // Some writers keep JPEG's prefix.
                let prefix = source.text(at: body.lowerBound, 4) == "Exif" && body.count > 6 ? 6 : 0
                header.exif = (body.lowerBound + prefix)..<body.upperBound
            case "ICCP": header.icc = [body]
            default: break
            }
            at = body.upperBound + (length & 1)
        }
    }
}
