import Core

/// The fields of a Windows bitmap's headers that decoding needs too.
struct BMPLayout {
    var width: Int
    var height: Int
    /// Rows from the top; the usual order is from the bottom.
    var topDown: Bool
    var bits: Int
    var compression: Int
    var paletteAt: Int
    var paletteEntrySize: Int
    var paletteCount: Int
    var pixelsAt: Int
    /// Red, green, blue, alpha.
    var masks: [UInt32]

    static func read(_ source: ByteSource) throws -> BMPLayout {
        func number(_ at: Int, _ width: Int) throws -> Int {
            guard let value = source.number(at: at, width, littleEndian: true) else { throw ImageHeader.truncated(.bmp) }
            return value
        }
        func signed(_ at: Int) throws -> Int { Int(Int32(truncatingIfNeeded: try number(at, 4))) }

        let size = try number(14, 4)
        let pixelsAt = try number(10, 4)
        if size == 12 {
            let bits = try number(24, 2)
            return BMPLayout(
                width: try number(18, 2), height: try number(20, 2), topDown: false, bits: bits, compression: 0, paletteAt: 26,
                paletteEntrySize: 3, paletteCount: bits <= 8 ? 1 << bits : 0, pixelsAt: pixelsAt, masks: [])
        }
        guard size >= 40, size <= 256 else { throw ImageHeader.broken(.bmp, "a header of \(size) bytes") }
        let height = try signed(22)
        let bits = try number(28, 2)
        let compression = try number(30, 4)
        let used = try number(46, 4)
        var masks: [UInt32] = []
        if compression == 3 || compression == 6 {
            let count = compression == 6 || size >= 56 ? 4 : 3
            masks = try (0..<count).map { UInt32(truncatingIfNeeded: try number(54 + $0 * 4, 4)) }
        }
        let extra = size == 40 ? masks.count * 4 : 0
        return BMPLayout(
            width: try signed(18), height: abs(height), topDown: height < 0, bits: bits, compression: compression,
            paletteAt: 14 + size + extra, paletteEntrySize: 4,
            paletteCount: bits <= 8 ? (used > 0 ? min(used, 256) : 1 << bits) : 0, pixelsAt: pixelsAt, masks: masks)
    }

    /// Bytes from one row to the next: rows are padded to four.
    var stride: Int { (width * bits + 31) / 32 * 4 }
}

enum BMPHeader {
    static func read(_ source: ByteSource, _ limits: ImageLimits) throws -> ImageHeader {
        let layout = try BMPLayout.read(source)
        guard [1, 4, 8, 16, 24, 32].contains(layout.bits) else {
            throw ImageHeader.broken(.bmp, "\(layout.bits) bits a pixel")
        }
        guard [0, 1, 2, 3, 6].contains(layout.compression) else {
            throw FoveaError(.unsupportedType, "This BMP holds a compressed picture of another kind (\(layout.compression)), which is not taken.")
        }
        guard layout.width > 0, layout.height > 0 else { throw ImageHeader.broken(.bmp, "an impossible size") }
        let header = ImageHeader(type: .bmp, width: layout.width, height: layout.height, channels: 3, bitDepth: 8)
        let plain = layout.compression != 1 && layout.compression != 2
        let (bytes, overflow) = layout.stride.multipliedReportingOverflow(by: layout.height)
        try header.check(limits)
        if plain, overflow || layout.pixelsAt + bytes > source.count {
            throw ImageHeader.truncated(.bmp)
        }
        return header
    }
}
