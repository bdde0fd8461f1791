import Pixels

/// How colourful people find a picture: 0 for grey, about 15 slightly, 33 moderately, 59 quite, 109 extremely.
///
/// D. Hasler, S. E. Süsstrunk: Measuring Colourfulness in Natural Images. SPIE Human Vision and Electronic Imaging, 2003,
/// measure M³: σ + 0.3 μ of the plane of red-green and yellow-blue opponents.
enum Colourfulness {
    static func measure(_ pixels: PixelBuffer) -> Double {
        guard pixels.channels >= 3 else { return 0 }
        // Twice yellow-blue, so that all sums are of whole numbers.
        var (sumRG, squaresRG, sumYB, squaresYB) = (Int64(0), Int64(0), Int64(0), Int64(0))
        let channels = pixels.channels
        pixels.bytes.withUnsafeBufferPointer { bytes in
            guard let start = bytes.baseAddress else { return }
            for y in 0..<pixels.height {
                let row = start + y * pixels.stride
                var first = 0
                while first < pixels.width {
                    let end = min(first + 2048, pixels.width)
                    var (rg, rg2, yb, yb2) = (Int32(0), Int32(0), Int32(0), Int32(0))
                    for x in first..<end {
                        let at = x &* channels
                        let (r, g, b) = (Int32(row[at]), Int32(row[at &+ 1]), Int32(row[at &+ 2]))
                        let (redGreen, yellowBlue) = (r &- g, r &+ g &- 2 &* b)
                        rg &+= redGreen
                        rg2 &+= redGreen &* redGreen
                        yb &+= yellowBlue
                        yb2 &+= yellowBlue &* yellowBlue
                    }
                    sumRG += Int64(rg)
                    squaresRG += Int64(rg2)
                    sumYB += Int64(yb)
                    squaresYB += Int64(yb2)
                    first = end
                }
            }
        }
        let count = Double(pixels.width * pixels.height)
        let (meanRG, meanYB) = (Double(sumRG) / count, Double(sumYB) / count / 2)
        let varianceRG = max(0, Double(squaresRG) / count - meanRG * meanRG)
        let varianceYB = max(0, Double(squaresYB) / count / 4 - meanYB * meanYB)
        return (varianceRG + varianceYB).squareRoot() + 0.3 * (meanRG * meanRG + meanYB * meanYB).squareRoot()
    }
}
