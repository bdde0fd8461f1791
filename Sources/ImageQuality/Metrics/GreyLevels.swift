import Glibc
import Pixels

/// Whole levels of grey by BT.601 in the fixed point of 15 bits that OpenCV's `cvtColor` has, and how many pixels have each.
struct GreyLevels {
    let width: Int
    let height: Int
    let levels: [UInt8]
    let histogram: [Int]

    init(_ pixels: PixelBuffer) {
        (width, height) = (pixels.width, pixels.height)
        let channels = pixels.channels
        levels = [UInt8](unsafeUninitializedCapacity: pixels.width * pixels.height) { out, initialized in
            pixels.bytes.withUnsafeBufferPointer { bytes in
                for index in 0..<pixels.width &* pixels.height {
                    let at = index &* channels
                    guard channels >= 3 else {
                        out[index] = bytes[at]
                        continue
                    }
                    let sum = UInt32(bytes[at]) &* 9798 &+ UInt32(bytes[at &+ 1]) &* 19235 &+ UInt32(bytes[at &+ 2]) &* 3735
                    out[index] = UInt8(truncatingIfNeeded: (sum &+ (1 << 14)) >> 15)
                }
            }
            initialized = pixels.width * pixels.height
        }
        // Four counters a level: neighbours are alike, and the next would wait for the last.
        var counts = [Int](repeating: 0, count: 1024)
        levels.withUnsafeBufferPointer { levels in
            counts.withUnsafeMutableBufferPointer { counts in
                for index in 0..<levels.count { counts[Int(levels[index]) &* 4 &+ (index & 3)] &+= 1 }
            }
        }
        histogram = (0..<256).map { counts[$0 * 4] + counts[$0 * 4 + 1] + counts[$0 * 4 + 2] + counts[$0 * 4 + 3] }
    }

    private var count: Double { Double(width * height) }

    /// Of the levels, 0 to 255.
    var mean: Double { zip(0..., histogram).reduce(0) { $0 + Double($1.0 * $1.1) } / count }

    /// Standard deviation of the levels (root mean square contrast; E. Peli, JOSA A 7(10), 1990).
    var deviation: Double {
        let mean = mean
        return (zip(0..., histogram).reduce(0) { $0 + (Double($1.0) - mean) * (Double($1.0) - mean) * Double($1.1) } / count).squareRoot()
    }

    /// Shannon's entropy of the levels, bits.
    var entropy: Double {
        histogram.reduce(0) { sum, number in
            guard number > 0 else { return sum }
            let share = Double(number) / count
            return sum - share * log2(share)
        }
    }

    /// The part of the pixels whose level is in the range.
    func share(_ levels: ClosedRange<Int>) -> Double { Double(histogram[levels].reduce(0, +)) / count }
}
