import Pixels

/// A picture as 64 x 64 cells, whatever its size and proportions: the mean luminance of each, 0...255, not rounded.
///
/// Luminance is ITU-R BT.601's. Pixels on the border of two cells count for each by the part that lies in it; what is
/// transparent lies on white.
struct GreyCells {
    static let side = 64
    /// Rows from the top.
    let values: [Double]

    init(_ picture: PixelBuffer) {
        let side = Self.side
        let pixels = picture.flattened()
        let (width, height) = (pixels.width, pixels.height)
        // Sums of a row's luminance from its left end to each pixel: a cell is the difference of two of them.
        var sums = [Int](repeating: 0, count: width + 1)
        var row = [Double](repeating: 0, count: side)
        var cells = [Double](repeating: 0, count: side * side)
        let (columnScale, rowScale) = (Double(width) / Double(side), Double(side) / Double(height))
        for y in 0..<height {
            Self.sum(pixels, row: y, into: &sums)
            var before = 0.0
            for cell in 0..<side {
                let end = cell == side - 1 ? Double(width) : Double(cell + 1) * columnScale
                let whole = min(Int(end), width - 1)
                let upTo = Double(sums[whole]) + (end - Double(whole)) * Double(sums[whole + 1] - sums[whole])
                row[cell] = upTo - before
                before = upTo
            }
            let (top, bottom) = (Double(y) * rowScale, Double(y + 1) * rowScale)
            for line in Int(top)..<min(side, Int(bottom.rounded(.up))) {
                let share = min(bottom, Double(line + 1)) - max(top, Double(line))
                guard share > 0 else { continue }
                for cell in 0..<side { cells[line * side + cell] += share * row[cell] }
            }
        }
        // Luminance came in thousandths; a row of cells gathered one row of shares, a cell `columnScale` pixels.
        let scale = 1 / (1000 * columnScale)
        values = cells.map { $0 * scale }
    }

    /// In thousandths, so that sums are exact.
    private static func sum(_ pixels: PixelBuffer, row: Int, into sums: inout [Int]) {
        let (channels, start, width) = (pixels.channels, row * pixels.stride, pixels.width)
        pixels.bytes.withUnsafeBufferPointer { bytes in
            sums.withUnsafeMutableBufferPointer { sums in
                var total = 0
                for x in 0..<width {
                    let at = start &+ x &* channels
                    total &+=
                        channels == 1
                        ? 1000 &* Int(bytes[at]) : 299 &* Int(bytes[at]) &+ 587 &* Int(bytes[at &+ 1]) &+ 114 &* Int(bytes[at &+ 2])
                    sums[x &+ 1] = total
                }
            }
        }
    }
}
