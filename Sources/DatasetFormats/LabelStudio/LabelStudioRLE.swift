import Geometry

/// Label Studio's masks: a bit stream of runs (thi.ng's rle-pack) over the red, green, blue and alpha of every pixel, row by row,
/// of which alpha says what is set.
///
/// A head of 32 bits (how many values), 5 bits (bits a value, less one) and four times 4 bits (sizes of lengths, less one); then
/// runs: one bit (repeated or not), two bits (which size of length), the length less one, and one value or as many as the length.
public enum LabelStudioRLE {
    public struct Fault: Error {
        public let reason: String
    }

    /// The pixels row by row, 1 where alpha is not 0.
    public static func decode(_ bytes: [UInt8], width: Int, height: Int) throws(Fault) -> [UInt8] {
        var bits = BitReader(bytes)
        let count = try bits.read(32)
        guard count == width * height * 4 else { throw Fault(reason: "run lengths of \(count) values where the image has \(width) x \(height) x 4") }
        let wordSize = try bits.read(5) + 1
        guard wordSize <= 8 else { throw Fault(reason: "run lengths of \(wordSize) bits a value") }
        var sizes: [Int] = []
        for _ in 0..<4 { sizes.append(try bits.read(4) + 1) }
        var pixels = [UInt8](repeating: 0, count: width * height)
        var at = 0
        while at < count {
            let repeats = try bits.read(1) == 1
            let length = 1 + (try bits.read(sizes[try bits.read(2)]))
            guard length <= count - at else { throw Fault(reason: "run lengths that go beyond the image") }
            if repeats {
                if try bits.read(wordSize) != 0 { set(&pixels, from: at, to: at + length) }
            } else {
                for place in at..<at + length where try bits.read(wordSize) != 0 { set(&pixels, from: place, to: place + 1) }
            }
            at += length
        }
        return pixels
    }

    /// Marks the pixels whose alpha lies in a range of values.
    private static func set(_ pixels: inout [UInt8], from: Int, to: Int) {
        var place = from / 4 * 4 + 3
        while place < to {
            pixels[place / 4] = 1
            place += 4
        }
    }

    /// - Parameter pixels: row by row, not 0 where set; all four values of such a pixel are 255.
    public static func encode(_ pixels: [UInt8]) -> [UInt8] {
        var bits = BitWriter()
        let sizes = [3, 4, 8, 16]
        bits.write(pixels.count * 4, 32)
        bits.write(7, 5)
        for size in sizes { bits.write(size - 1, 4) }
        var at = 0
        while at < pixels.count {
            let isSet = pixels[at] != 0
            let end = pixels[at...].firstIndex { ($0 != 0) != isSet } ?? pixels.count
            var left = (end - at) * 4
            while left > 0 {
                let length = min(left, 1 << 16)
                let size = sizes.firstIndex { length <= 1 << $0 } ?? 3
                bits.write(1, 1)
                bits.write(size, 2)
                bits.write(length - 1, sizes[size])
                bits.write(isSet ? 255 : 0, 8)
                left -= length
            }
            at = end
        }
        return bits.finish()
    }
}

private struct BitReader {
    private let bytes: [UInt8]
    private var at = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Most significant bit first.
    mutating func read(_ count: Int) throws(LabelStudioRLE.Fault) -> Int {
        guard at + count <= bytes.count * 8 else { throw LabelStudioRLE.Fault(reason: "run lengths that break off") }
        var value = 0
        for _ in 0..<count {
            value = value << 1 | Int(bytes[at >> 3] >> UInt8(7 - at & 7) & 1)
            at += 1
        }
        return value
    }
}

private struct BitWriter {
    private var bytes: [UInt8] = []
    private var current: UInt8 = 0
    private var filled = 0

    mutating func write(_ value: Int, _ count: Int) {
        for shift in stride(from: count - 1, through: 0, by: -1) {
            current = current << 1 | UInt8(value >> shift & 1)
            filled += 1
            if filled == 8 {
                bytes.append(current)
                current = 0
                filled = 0
            }
        }
    }

    mutating func finish() -> [UInt8] {
        if filled > 0 { write(0, 8 - filled) }
        return bytes
    }
}
