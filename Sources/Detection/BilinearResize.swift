/// Bilinear interpolation of interleaved RGB bytes as OpenCV's `resize(..., INTER_LINEAR)` computes it, to the last bit: weights
/// of 11 bits, rows first, and the rounding of its vectorised second pass. No smoothing when shrinking: models were trained so.
struct BilinearResize {
    private let columns: Taps
    private let rows: Taps
    private let fromWidth: Int
    private let toWidth: Int

    init(fromWidth: Int, fromHeight: Int, toWidth: Int, toHeight: Int) {
        columns = Taps(from: fromWidth, to: toWidth, edgesTakeOnePixel: true)
        rows = Taps(from: fromHeight, to: toHeight, edgesTakeOnePixel: false)
        self.fromWidth = fromWidth
        self.toWidth = toWidth
    }

    /// Calls `each` with every output row in order.
    func rows(of source: UnsafePointer<UInt8>, _ each: (Int, UnsafePointer<UInt8>) -> Void) {
        let count = toWidth * 3
        withUnsafeTemporaryAllocation(of: Int32.self, capacity: count * 2) { lines in
            withUnsafeTemporaryAllocation(of: UInt8.self, capacity: count) { out in
                guard let lines = lines.baseAddress, let out = out.baseAddress else { return }
                // The two input rows in use, already resized across; most output rows share one with the row before.
                var held = (-1, -1)
                for row in 0..<rows.first.count {
                    let (upper, lower) = (rows.first[row], rows.second[row])
                    if held.0 != upper {
                        if held.1 == upper {
                            lines.update(from: lines + count, count: count)
                            held = (upper, -1)
                        } else {
                            across(source + upper * fromWidth * 3, into: lines)
                            held.0 = upper
                        }
                    }
                    if held.1 != lower {
                        across(source + lower * fromWidth * 3, into: lines + count)
                        held.1 = lower
                    }
                    let (above, below) = (rows.weight[row].0, rows.weight[row].1)
                    for index in 0..<count {
                        let upperPart = (above &* (lines[index] &>> 4)) &>> 16
                        let lowerPart = (below &* (lines[count &+ index] &>> 4)) &>> 16
                        let value = (upperPart &+ lowerPart &+ 2) &>> 2
                        out[index] = UInt8(truncatingIfNeeded: min(max(value, 0), 255))
                    }
                    each(row, out)
                }
            }
        }
    }

    private func across(_ row: UnsafePointer<UInt8>, into line: UnsafeMutablePointer<Int32>) {
        columns.first.withUnsafeBufferPointer { first in
            columns.second.withUnsafeBufferPointer { second in
                columns.weight.withUnsafeBufferPointer { weight in
                    for x in 0..<first.count {
                        let (a, b) = (row + first[x] &* 3, row + second[x] &* 3)
                        let (near, far) = weight[x]
                        line[x &* 3] = Int32(a[0]) &* near &+ Int32(b[0]) &* far
                        line[x &* 3 &+ 1] = Int32(a[1]) &* near &+ Int32(b[1]) &* far
                        line[x &* 3 &+ 2] = Int32(a[2]) &* near &+ Int32(b[2]) &* far
                    }
                }
            }
        }
    }

    /// For each output position the two inputs it lies between and their weights in 2048ths.
    private struct Taps {
        var first: [Int] = []
        var second: [Int] = []
        var weight: [(Int32, Int32)] = []

        init(from input: Int, to output: Int, edgesTakeOnePixel: Bool) {
            let scale = 1 / (Double(output) / Double(input))
            for position in 0..<output {
                let at = Float((Double(position) + 0.5) * scale - 0.5)
                var index = Int(at.rounded(.down))
                var fraction = at - Float(index)
                // Across, OpenCV takes the edge pixel alone; down, it keeps both weights on the same row.
                if edgesTakeOnePixel, index < 0 || index >= input - 1 {
                    fraction = 0
                    index = min(max(index, 0), input - 1)
                }
                first.append(min(max(index, 0), input - 1))
                second.append(min(max(index + 1, 0), input - 1))
                weight.append((Self.fixed(1 - fraction), Self.fixed(fraction)))
            }
        }

        private static func fixed(_ weight: Float) -> Int32 { Int32((weight * 2048).rounded(.toNearestOrEven)) }
    }
}
