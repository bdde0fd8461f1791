import Core
import Glibc

/// ITU-T T.81: markers up to the frame header (size, channels), the segments between (EXIF, ICC, Adobe), and the end marker.
enum JPEGHeader {
    static func read(_ source: ByteSource, _ limits: ImageLimits) throws -> ImageHeader {
        var at = 2
        var frame: ImageHeader?
        var exif: Range<Int>?
        var icc: [(number: Int, range: Range<Int>)] = []
        var adobe: UInt8?
        // Each marker moves forward by at least two bytes, so this ends with the file.
        while true {
            guard source.byte(at: at) == 0xFF else {
                if at >= source.count { throw ImageHeader.truncated(.jpeg) }
                throw ImageHeader.broken(.jpeg, "a marker is missing at byte \(at)")
            }
            guard let code = source.byte(at: at + 1) else { throw ImageHeader.truncated(.jpeg) }
            if code == 0xFF { at += 1; continue }  // fill byte
            if code == 0x01 || (0xD0...0xD8).contains(code) { at += 2; continue }
            if code == 0xD9 { throw ImageHeader.broken(.jpeg, "there is no picture") }
            guard let length = source.number(at: at + 2, 2) else { throw ImageHeader.truncated(.jpeg) }
            guard length >= 2 else { throw ImageHeader.broken(.jpeg, "a segment of length \(length) at byte \(at)") }
            let body = (at + 4)..<(at + 2 + length)
            guard body.upperBound <= source.count else { throw ImageHeader.truncated(.jpeg) }
            switch code {
            case 0xC0...0xCF where code != 0xC4 && code != 0xC8 && code != 0xCC:
                let header = try readFrame(source, body)
                try header.check(limits)
                frame = header
            case 0xE1 where exif == nil && source.text(at: body.lowerBound, 4) == "Exif" && body.count > 6:
                exif = (body.lowerBound + 6)..<body.upperBound
            case 0xE2 where source.text(at: body.lowerBound, 11) == "ICC_PROFILE" && body.count > 14:
                icc.append((Int(source.byte(at: body.lowerBound + 12) ?? 0), (body.lowerBound + 14)..<body.upperBound))
            case 0xEE where source.text(at: body.lowerBound, 5) == "Adobe" && body.count >= 12:
                adobe = source.byte(at: body.lowerBound + 11)
            case 0xDA:
                guard var header = frame else { throw ImageHeader.broken(.jpeg, "the picture comes before its size") }
                guard hasEnd(source, from: body.upperBound) else { throw ImageHeader.truncated(.jpeg) }
                header.exif = exif
                header.icc = icc.sorted { $0.number < $1.number }.map(\.range)
                header.isCMYK = header.channels == 4
                header.isInverted = adobe != nil
                return header
            default: break
            }
            at = body.upperBound
        }
    }

    private static func readFrame(_ source: ByteSource, _ body: Range<Int>) throws -> ImageHeader {
        let at = body.lowerBound
        guard body.count >= 6, let depth = source.number(at: at, 1), let height = source.number(at: at + 1, 2),
            let width = source.number(at: at + 3, 2), let channels = source.number(at: at + 5, 1)
        else { throw ImageHeader.broken(.jpeg, "the frame header is too short") }
        guard depth == 8 else {
            throw FoveaError(.unsupportedType, "JPEG pictures of \(depth) bits a channel are not taken, only of 8.")
        }
        guard channels == 1 || channels == 3 || channels == 4 else {
            throw ImageHeader.broken(.jpeg, "a picture of \(channels) channels")
        }
        // Height 0 means "told later" (DNL), which no camera writes and few programs read.
        return ImageHeader(type: .jpeg, width: width, height: height, channels: channels, bitDepth: depth)
    }

    /// Whether the end marker follows. It is nearly always the last two bytes; files with something behind the picture are
    /// searched from its first scan on, where 0xFF 0xD9 can mean nothing else.
    private static func hasEnd(_ source: ByteSource, from start: Int) -> Bool {
        let last = Array(source.bytes(at: source.count - 2, 2))
        if last == [0xFF, 0xD9] { return true }
        var at = start
        while at < source.count - 1 {
            let found: Int? = source.bytes(at: at, 64 << 10).withUnsafeBufferPointer { bytes in
                var from = 0
                while from < bytes.count - 1, let base = bytes.baseAddress {
                    guard let hit = memchr(base + from, 0xFF, bytes.count - 1 - from) else { return nil }
                    let index = UnsafeRawPointer(base).distance(to: UnsafeRawPointer(hit))
                    if bytes[index + 1] == 0xD9 { return index }
                    from = index + 1
                }
                return nil
            }
            if found != nil { return true }
            at += (64 << 10) - 1
        }
        return false
    }
}
