import Core
import Pixels

/// Windows bitmaps: 1 to 32 bits a pixel, palettes, bit fields, run lengths (Microsoft, "Bitmap storage"). In Swift, because
/// the format is small and no library of Debian's reads it alone.
enum BMPDecoder {
    static func decode(_ bytes: [UInt8]) throws -> PixelBuffer {
        let layout = try BMPLayout.read(ByteSource(bytes))
        guard layout.compression == 1 || layout.compression == 2 else { return try decodePlain(bytes, layout) }
        return try decodeRuns(bytes, layout)
    }

    private static func palette(_ bytes: [UInt8], _ layout: BMPLayout) -> [(UInt8, UInt8, UInt8)] {
        (0..<layout.paletteCount).map { index in
            let at = layout.paletteAt + index * layout.paletteEntrySize
            return at + 3 <= bytes.count ? (bytes[at + 2], bytes[at + 1], bytes[at]) : (0, 0, 0)
        }
    }

    private static func decodePlain(_ bytes: [UInt8], _ layout: BMPLayout) throws -> PixelBuffer {
        guard layout.pixelsAt >= 0, layout.pixelsAt + layout.stride * layout.height <= bytes.count else {
            throw ImageHeader.truncated(.bmp)
        }
        let colors = palette(bytes, layout)
        let fields = BitFields(layout)
        return PixelBuffer(width: layout.width, height: layout.height, channels: 3) { out in
            var target = 0
            for y in 0..<layout.height {
                let row = layout.pixelsAt + (layout.topDown ? y : layout.height - 1 - y) * layout.stride
                for x in 0..<layout.width {
                    let color: (UInt8, UInt8, UInt8)
                    switch layout.bits {
                    case 24: color = (bytes[row + x * 3 + 2], bytes[row + x * 3 + 1], bytes[row + x * 3])
                    case 16: color = fields.color(UInt32(bytes[row + x * 2]) | UInt32(bytes[row + x * 2 + 1]) << 8)
                    case 32:
                        let at = row + x * 4
                        let low = UInt32(bytes[at]) | UInt32(bytes[at + 1]) << 8
                        color = fields.color(low | UInt32(bytes[at + 2]) << 16 | UInt32(bytes[at + 3]) << 24)
                    default:
                        let perByte = 8 / layout.bits
                        let shift = (perByte - 1 - x % perByte) * layout.bits
                        let index = Int(bytes[row + x / perByte] >> UInt8(shift)) & ((1 << layout.bits) - 1)
                        color = index < colors.count ? colors[index] : (0, 0, 0)
                    }
                    (out[target], out[target + 1], out[target + 2]) = color
                    target += 3
                }
            }
        }
    }

    /// Runs of palette indices; the codes 0 0, 0 1 and 0 2 end a row, end the picture and move on. What no run covers is index 0.
    private static func decodeRuns(_ bytes: [UInt8], _ layout: BMPLayout) throws -> PixelBuffer {
        guard layout.bits == (layout.compression == 1 ? 8 : 4) else { throw ImageHeader.broken(.bmp, "runs of \(layout.bits) bits") }
        let colors = palette(bytes, layout)
        var indices = [UInt8](repeating: 0, count: layout.width * layout.height)
        var (x, y, at) = (0, 0, layout.pixelsAt)
        func put(_ index: UInt8) {
            if x < layout.width, y < layout.height { indices[y * layout.width + x] = index }
            x += 1
        }
        while true {
            guard at >= 0, at + 1 < bytes.count else { throw ImageHeader.truncated(.bmp) }
            let (count, value) = (Int(bytes[at]), bytes[at + 1])
            at += 2
            if count > 0 {
                for step in 0..<count { put(layout.bits == 8 ? value : (step & 1 == 0 ? value >> 4 : value & 15)) }
                continue
            }
            if value == 1 { break }
            if value == 0 {
                (x, y) = (0, y + 1)
            } else if value == 2 {
                guard at + 1 < bytes.count else { throw ImageHeader.truncated(.bmp) }
                (x, y) = (x + Int(bytes[at]), y + Int(bytes[at + 1]))
                at += 2
            } else {
                let length = layout.bits == 8 ? Int(value) : (Int(value) + 1) / 2
                guard at + length <= bytes.count else { throw ImageHeader.truncated(.bmp) }
                for step in 0..<Int(value) {
                    let byte = bytes[at + (layout.bits == 8 ? step : step / 2)]
                    put(layout.bits == 8 ? byte : (step & 1 == 0 ? byte >> 4 : byte & 15))
                }
                at += length + (length & 1)
            }
            if y > layout.height { throw ImageHeader.broken(.bmp, "runs past the last row") }
        }
        return PixelBuffer(width: layout.width, height: layout.height, channels: 3) { out in
            for y in 0..<layout.height {
                let row = layout.topDown ? y : layout.height - 1 - y
                for x in 0..<layout.width {
                    let index = Int(indices[row * layout.width + x])
                    let target = (y * layout.width + x) * 3
                    (out[target], out[target + 1], out[target + 2]) = index < colors.count ? colors[index] : (0, 0, 0)
                }
            }
        }
    }
}

/// Channels cut out of a word by masks, scaled to 8 bits.
private struct BitFields {
    private let red, green, blue: (mask: UInt32, shift: UInt32, most: UInt32)

    init(_ layout: BMPLayout) {
        let usual: [UInt32] = layout.bits == 16 ? [0x7C00, 0x03E0, 0x001F] : [0xFF0000, 0x00FF00, 0x0000FF]
        let masks = layout.masks.count >= 3 ? layout.masks : usual
        func field(_ mask: UInt32) -> (UInt32, UInt32, UInt32) {
            let shift = mask == 0 ? 0 : UInt32(mask.trailingZeroBitCount)
            return (mask, shift, mask >> shift)
        }
        red = field(masks[0])
        green = field(masks[1])
        blue = field(masks[2])
    }

    func color(_ word: UInt32) -> (UInt8, UInt8, UInt8) {
        func value(_ field: (mask: UInt32, shift: UInt32, most: UInt32)) -> UInt8 {
            guard field.most > 0 else { return 0 }
            return UInt8(truncatingIfNeeded: UInt64((word & field.mask) >> field.shift) * 255 / UInt64(field.most))
        }
        return (value(red), value(green), value(blue))
    }
}
