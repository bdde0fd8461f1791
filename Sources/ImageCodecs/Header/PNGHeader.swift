import Core

/// PNG (W3C Recommendation, third edition): IHDR, then chunks to IEND, each skipped by its length.
enum PNGHeader {
    static func read(_ source: ByteSource, _ limits: ImageLimits) throws -> ImageHeader {
        guard source.number(at: 8, 4) == 13, source.text(at: 12, 4) == "IHDR",
            let width = source.number(at: 16, 4), let height = source.number(at: 20, 4),
            let depth = source.number(at: 24, 1), let color = source.number(at: 25, 1)
        else {
            throw source.count < 33 ? ImageHeader.truncated(.png) : ImageHeader.broken(.png, "the size is missing")
        }
        let channels: [Int: Int] = [0: 1, 2: 3, 3: 3, 4: 2, 6: 4]
        guard let channels = channels[color], [1, 2, 4, 8, 16].contains(depth), width < 1 << 31, height < 1 << 31 else {
            throw ImageHeader.broken(.png, "an impossible pixel format")
        }
        var header = ImageHeader(type: .png, width: width, height: height, channels: channels, bitDepth: depth)
        try header.check(limits)
        header.exif = try walk(source)
        return header
    }

    /// Where the EXIF chunk is; throws unless the chunks lead to the end. Each step moves forward by at least 12 bytes.
    private static func walk(_ source: ByteSource) throws -> Range<Int>? {
        var at = 8
        var exif: Range<Int>?
        while true {
            guard let length = source.number(at: at, 4) else { throw ImageHeader.truncated(.png) }
            let body = (at + 8)..<(at + 8 + length)
            guard body.upperBound + 4 <= source.count else { throw ImageHeader.truncated(.png) }
            let name = source.text(at: at + 4, 4)
            if name == "IEND" { return exif }
            if name == "eXIf" { exif = body }
            at = body.upperBound + 4
        }
    }
}
