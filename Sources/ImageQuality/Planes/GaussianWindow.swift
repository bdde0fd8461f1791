import Glibc

/// The window of 7 x 7 pixels with a deviation of 7/6 through which all three measures look (Mittal 2012, section III).
/// It is the product of a column and a row, so that two passes of seven values do what 49 would.
struct GaussianWindow {
    /// From the rim to the middle: four weights that the other side repeats.
    let weights: (Double, Double, Double, Double)

    static let radius = 3

    /// The values of the bell at a distance from the middle, not yet scaled.
    private static func bell(_ distance: Int) -> Double {
        let deviation = 7.0 / 6.0
        return exp(-Double(distance * distance) / (2 * deviation * deviation))
    }

    private static let whole: Double = bell(0) + 2 * (bell(1) + bell(2) + bell(3))

    /// - Parameter sum: what all 49 weights add up to.
    private init(sum: Double) {
        let scale = sum.squareRoot() / Self.whole
        weights = (Self.bell(3) * scale, Self.bell(2) * scale, Self.bell(1) * scale, Self.bell(0) * scale)
    }

    /// The weights add up to 1.
    static let exact = GaussianWindow(sum: 1)

    /// The 49 weights, each rounded to single precision as in pyiqa, add up to a little else than 1. In areas without any
    /// structure that little is all there is to see, and decides what NIQE and PIQE make of them.
    static let single: GaussianWindow = {
        var sum = 0.0
        for row in -radius...radius {
            for column in -radius...radius { sum += Double(Float(bell(row) * bell(column) / (whole * whole))) }
        }
        return GaussianWindow(sum: sum)
    }()
}

/// What lies beyond the rim of a picture.
enum Border {
    /// Nothing: black.
    case zero
    /// The nearest pixel again.
    case replicate
}
