import Glibc

/// What neighbouring pixels tell. Whole numbers: no sum loses anything.
extension GreyLevels {
    /// Variance of the Laplacian (four neighbours), which blur lowers (J. L. Pech-Pacheco and others, ICPR 2000). Beyond the rim
    /// the picture is mirrored without its rim coming twice, as OpenCV's `Laplacian` does by default.
    var laplacianVariance: Double {
        var (sum, squares) = (Int64(0), Int64(0))
        eachRow { above, row, below in
            func add(_ x: Int, _ left: Int, _ right: Int) {
                let value = Int32(above[x]) &+ Int32(below[x]) &+ Int32(row[left]) &+ Int32(row[right]) &- 4 &* Int32(row[x])
                sum &+= Int64(value)
                squares &+= Int64(value &* value)
            }
            add(0, min(1, width - 1), min(1, width - 1))
            guard width > 1 else { return }
            let inner = Self.laplacian(above, row, below, width)
            sum += inner.sum
            squares += inner.squares
            add(width - 1, width - 2, width - 2)
        }
        let count = Double(width * height)
        let mean = Double(sum) / count
        return max(0, Double(squares) / count - mean * mean)
    }

    /// Of the pixels of a row but its ends. A row of 65,536 pixels cannot overflow 32 bits in the sum, but in the squares it can:
    /// those are summed 256 at a time.
    private static func laplacian(
        _ above: UnsafePointer<UInt8>, _ row: UnsafePointer<UInt8>, _ below: UnsafePointer<UInt8>, _ width: Int
    ) -> (sum: Int64, squares: Int64) {
        var (sum, squares) = (Int64(0), Int64(0))
        var start = 1
        while start < width - 1 {
            let end = min(start + 256, width - 1)
            var (part, partSquares) = (Int32(0), Int32(0))
            for x in start..<end {
                let value = Int32(above[x]) &+ Int32(below[x]) &+ Int32(row[x &- 1]) &+ Int32(row[x &+ 1]) &- 4 &* Int32(row[x])
                part &+= value
                partSquares &+= value &* value
            }
            sum += Int64(part)
            squares += Int64(partSquares)
            start = end
        }
        return (sum, squares)
    }

    /// Standard deviation of Gaussian noise, in levels, from what is left when edges are taken away (J. Immerkær: Fast Noise
    /// Variance Estimation, Computer Vision and Image Understanding 64(2), 1996). 0 for pictures of fewer than 3 x 3 pixels.
    var noiseDeviation: Double {
        guard width > 2, height > 2 else { return 0 }
        var sum = Int64(0)
        levels.withUnsafeBufferPointer { levels in
            guard let start = levels.baseAddress else { return }
            for y in 1..<height - 1 {
                let (above, row, below) = (start + (y - 1) * width, start + y * width, start + (y + 1) * width)
                var part = Int32(0)
                for x in 1..<width &- 1 {
                    let corners = Int32(above[x &- 1]) &+ Int32(above[x &+ 1]) &+ Int32(below[x &- 1]) &+ Int32(below[x &+ 1])
                    let sides = Int32(above[x]) &+ Int32(below[x]) &+ Int32(row[x &- 1]) &+ Int32(row[x &+ 1])
                    part &+= abs(corners &- 2 &* sides &+ 4 &* Int32(row[x]))
                }
                sum += Int64(part)
            }
        }
        return Double(sum) * (Double.pi / 2).squareRoot() / (6 * Double(width - 2) * Double(height - 2))
    }

    private func eachRow(_ body: (UnsafePointer<UInt8>, UnsafePointer<UInt8>, UnsafePointer<UInt8>) -> Void) {
        levels.withUnsafeBufferPointer { levels in
            guard let start = levels.baseAddress else { return }
            for y in 0..<height {
                let above = y > 0 ? y - 1 : min(1, height - 1), below = y < height - 1 ? y + 1 : max(0, height - 2)
                body(start + above * width, start + y * width, start + below * width)
            }
        }
    }
}
