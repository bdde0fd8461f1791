import Core
import Pixels

/// TIFF 6.0 and BigTIFF: the first directory's size, format, orientation, and whether its strips or tiles lie in the file.
enum TIFFHeader {
    static func read(_ source: ByteSource, _ limits: ImageLimits) throws -> ImageHeader {
        let tags = try TIFFDirectory.first(source)
        guard let width = tags.number(256), let height = tags.number(257) else {
            throw ImageHeader.broken(.tiff, "the size is missing")
        }
        let channels = tags.number(277) ?? 1
        let depth = tags.number(258) ?? 1
        guard depth <= 16, (tags.number(339) ?? 1) == 1 else {
            throw FoveaError(
                .unsupportedType, "TIFF pictures of \(depth) bits a channel or of floating-point numbers are not taken; save it with 8 or 16 bits.")
        }
        let photometric = tags.number(262) ?? 1
        var header = ImageHeader(
            type: .tiff, width: width, height: height, channels: photometric == 3 ? 3 : min(max(channels, 1), 4), bitDepth: depth)
        header.isCMYK = photometric == 5
        header.orientation = tags.number(274).flatMap { Orientation(rawValue: $0) } ?? .upright
        try header.check(limits)
        try checkData(source, tags)
        return header
    }

    private static func checkData(_ source: ByteSource, _ tags: TIFFDirectory) throws {
        let offsets = tags.numbers(273) ?? tags.numbers(324)
        let counts = tags.numbers(279) ?? tags.numbers(325)
        guard let offsets, !offsets.isEmpty else { throw ImageHeader.broken(.tiff, "the picture is missing") }
        guard let counts else { return }
        for (offset, count) in zip(offsets, counts) {
            let (end, overflow) = offset.addingReportingOverflow(count)
            guard !overflow, offset >= 0, count >= 0, end <= source.count else { throw ImageHeader.truncated(.tiff) }
        }
    }
}

/// The entries of one directory.
struct TIFFDirectory {
    private struct Entry {
        var type: Int
        var count: Int
        /// Where its values are, in the file.
        var offset: Int
    }

    private let source: ByteSource
    private let littleEndian: Bool
    private var entries: [Int: Entry] = [:]

    static func first(_ source: ByteSource) throws -> TIFFDirectory {
        let little = source.byte(at: 0) == 0x49
        let big = source.number(at: 2, 2, littleEndian: little) == 43
        let at = source.number(at: big ? 8 : 4, big ? 8 : 4, littleEndian: little)
        guard let at else { throw ImageHeader.truncated(.tiff) }
        return try TIFFDirectory(source, at: at, littleEndian: little, big: big)
    }

    private init(_ source: ByteSource, at start: Int, littleEndian: Bool, big: Bool) throws {
        self.source = source
        self.littleEndian = littleEndian
        guard start >= 8, let count = source.number(at: start, big ? 8 : 2, littleEndian: littleEndian) else {
            throw ImageHeader.truncated(.tiff)
        }
        guard count <= 4096 else { throw ImageHeader.broken(.tiff, "a directory of \(count) entries") }
        let entrySize = big ? 20 : 12
        for index in 0..<count {
            let at = start + (big ? 8 : 2) + index * entrySize
            guard let tag = source.number(at: at, 2, littleEndian: littleEndian),
                let type = source.number(at: at + 2, 2, littleEndian: littleEndian),
                let values = source.number(at: at + 4, big ? 8 : 4, littleEndian: littleEndian),
                let pointer = source.number(at: at + (big ? 12 : 8), big ? 8 : 4, littleEndian: littleEndian)
            else { throw ImageHeader.truncated(.tiff) }
            let (bytes, overflow) = values.multipliedReportingOverflow(by: Self.width(type))
            guard !overflow else { throw ImageHeader.broken(.tiff, "an entry of \(values) values") }
            let inside = bytes <= (big ? 8 : 4)
            entries[tag] = Entry(type: type, count: values, offset: inside ? at + (big ? 12 : 8) : pointer)
        }
    }

    private static func width(_ type: Int) -> Int {
        switch type {
        case 3, 8: 2
        case 4, 9, 11, 13: 4
        case 5, 10, 12, 16, 17, 18: 8
        default: 1
        }
    }

    /// The first value of an unsigned entry.
    func number(_ tag: Int) -> Int? {
        guard let entry = entries[tag], entry.count > 0, [1, 3, 4, 13, 16].contains(entry.type) else { return nil }
        return source.number(at: entry.offset, Self.width(entry.type), littleEndian: littleEndian)
    }

    /// All values; nil when the entry is absent, not of numbers, too long or outside the file.
    func numbers(_ tag: Int) -> [Int]? {
        guard let entry = entries[tag], [1, 3, 4, 13, 16].contains(entry.type), entry.count <= 1 << 20 else { return nil }
        let width = Self.width(entry.type)
        let bytes = Array(source.bytes(at: entry.offset, entry.count * width))
        guard bytes.count == entry.count * width else { return nil }
        return (0..<entry.count).map { index in
            var value: UInt64 = 0
            for byte in 0..<width {
                let place = littleEndian ? width - 1 - byte : byte
                value = value << 8 | UInt64(bytes[index * width + place])
            }
            return Int(exactly: value) ?? Int.max
        }
    }
}
