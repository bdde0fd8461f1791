import Glibc

/// Where a picture is flat, or even all around a pixel, nothing should be left of it: the BRISQUE reference has there what its
/// rounding leaves, about 1e-14 of either sign, and counts these pixels to the sides of its distributions by that sign. In
/// strongly compressed pictures, whose blocks are flat, that moves the score by several per cent. So these pixels, and only
/// these, are computed in the reference's own order: 49 products, from the last to the first.
extension Plane {
    /// A coefficient that small is rounding: one level of grey in the window's corner makes thousands of times more.
    private static let rounding = 2.5e-10

    /// These coefficients, with those that are rounding in place of nothing.
    ///
    /// - Parameter grey: what they were computed from, black beyond the rim.
    func withFlatAreas(of grey: Plane, constant: Double) -> Plane {
        let window = FlatWindow()
        return withRows { coefficients in
            grey.withRows { values in
                Plane(width: width, height: height) { out in
                    out.update(from: coefficients, count: width * height)
                    var (known, answer) = (Double.nan, 0.0)
                    for y in 0..<height {
                        for x in 0..<width where coefficients[y * width + x].magnitude < Self.rounding {
                            let value = values[y * width + x]
                            // Nothing comes of nothing.
                            if value == 0 { continue }
                            let isInside = x >= 3 && y >= 3 && x < width - 3 && y < height - 3
                            if isInside, value == known, grey.isFlat(values, x, y) {
                                out[y * width + x] = answer
                                continue
                            }
                            let sums = window.sums(values, grey, x, y)
                            let deviation = (sums.mean * sums.mean - sums.square).magnitude.squareRoot()
                            out[y * width + x] = (value - sums.mean) / (deviation + constant)
                            if isInside, grey.isFlat(values, x, y) { (known, answer) = (value, out[y * width + x]) }
                        }
                    }
                }
            }
        }
    }

    /// Whether the window around a pixel holds one value only.
    private func isFlat(_ values: UnsafePointer<Double>, _ x: Int, _ y: Int) -> Bool {
        let value = values[y * width + x]
        for row in -3...3 {
            for column in -3...3 where values[(y + row) * width + x + column] != value { return false }
        }
        return true
    }
}

/// The window as the reference makes it, with its 49 weights.
private struct FlatWindow {
    private let weights: [Double]

    init() {
        let deviation = 7.0 / 6.0
        var raw: [Double] = []
        for row in -3...3 {
            for column in -3...3 {
                let distance = Double(row * row + column * column)
                raw.append(1 / (2 * Double.pi * (deviation * deviation)) * exp(-distance / (2 * (deviation * deviation))))
            }
        }
        // NumPy's order of adding: eight sums side by side, then the one that is left.
        var sums = Array(raw[..<8])
        for index in 8..<48 { sums[index % 8] += raw[index] }
        let whole = ((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7])) + raw[48]
        weights = raw.map { $0 / whole }
    }

    func sums(_ values: UnsafePointer<Double>, _ plane: Plane, _ x: Int, _ y: Int) -> (mean: Double, square: Double) {
        var (mean, square) = (0.0, 0.0)
        for row in stride(from: 3, through: -3, by: -1) {
            for column in stride(from: 3, through: -3, by: -1) {
                guard (0..<plane.height).contains(y + row), (0..<plane.width).contains(x + column) else { continue }
                let value = values[(y + row) * plane.width + x + column]
                let weight = weights[(row + 3) * 7 + column + 3]
                mean += value * weight
                square += value * value * weight
            }
        }
        return (mean, square)
    }
}
