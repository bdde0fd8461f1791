import Glibc

/// A generalised Gaussian distribution whose two sides spread differently, fitted by matching moments (Lasmar, Stitou and
/// Berthoumieu 2009; Mittal 2012, equations 10 to 15).
struct AsymmetricGaussian {
    /// 2 for a Gaussian, 1 for a Laplacian.
    var shape: Double
    /// Deviations of the two sides.
    var left: Double
    var right: Double

    /// Γ(2/α)² / (Γ(1/α) Γ(3/α)), which grows with α from 0 to 3/4.
    static func ratio(_ shape: Double) -> Double { exp(2 * logGamma(2 / shape) - logGamma(1 / shape) - logGamma(3 / shape)) }

    private static func logGamma(_ value: Double) -> Double {
        var sign: Int32 = 0
        return lgamma_r(value, &sign)
    }

    /// The normalised ratio of moments that `ratio` has at the fitted shape.
    private static func observed(_ moments: Moments, left: Double, right: Double) -> Double {
        let gamma = left / right
        let mean = moments.magnitudes / moments.count
        let plain = mean * mean / ((moments.squaresBelow + moments.squaresAbove) / moments.count)
        return plain * (gamma * gamma * gamma + 1) * (gamma + 1) / ((gamma * gamma + 1) * (gamma * gamma + 1))
    }

    /// Zeros count to the right side; the shape is solved for. A shape beyond `shapes` is its nearer end.
    init(solving moments: Moments) {
        left = (moments.squaresBelow / moments.below).squareRoot()
        right = (moments.squaresAbove / (moments.count - moments.below)).squareRoot()
        shape = Self.solve(Self.observed(moments, left: left, right: right))
    }

    private static let shapes = 0.05...50.0

    private static func solve(_ wanted: Double) -> Double {
        guard !wanted.isNaN else { return .nan }
        var (low, high) = (shapes.lowerBound, shapes.upperBound)
        for _ in 0..<60 {
            let middle = (low + high) / 2
            if ratio(middle) < wanted { low = middle } else { high = middle }
        }
        return (low + high) / 2
    }

    /// Zeros count to neither side; the shape is the nearest of a table from 0.2 to 10 in thousandths, and its first where
    /// nothing can be said (a side without values), as in the reference of NIQE.
    init(lookingUp moments: Moments) {
        left = (moments.squaresBelow / moments.below).squareRoot()
        right = (moments.squaresAbove / moments.above).squareRoot()
        shape = Table.nearest(Self.observed(moments, left: left, right: right))
    }

    private enum Table {
        static let shapes = (0...9800).map { Double(Float(0.2 + Double($0) * 0.001)) }
        static let ratios = shapes.map(AsymmetricGaussian.ratio)

        /// Both grow: the place is found by halving.
        static func nearest(_ wanted: Double) -> Double {
            guard !wanted.isNaN else { return shapes[0] }
            var (low, high) = (0, ratios.count - 1)
            while high - low > 1 {
                let middle = (low + high) / 2
                if ratios[middle] < wanted { low = middle } else { high = middle }
            }
            return (ratios[low] - wanted).magnitude <= (ratios[high] - wanted).magnitude ? shapes[low] : shapes[high]
        }
    }

    /// The distribution's mean, from the deviations.
    var mean: Double {
        let scale = exp((Self.logGamma(1 / shape) - Self.logGamma(3 / shape)) / 2)
        return (right - left) * scale * exp(Self.logGamma(2 / shape) - Self.logGamma(1 / shape))
    }

    /// The scale parameters of both sides (β in the papers).
    var scales: (left: Double, right: Double) {
        let factor = exp(Self.logGamma(1 / shape) - Self.logGamma(3 / shape)).squareRoot()
        return (left * factor, right * factor)
    }

    /// Of the scale parameters, as NIQE's features have it: (β right - β left) Γ(2/α) / Γ(1/α).
    var meanOfScales: Double { (scales.right - scales.left) * exp(Self.logGamma(2 / shape) - Self.logGamma(1 / shape)) }
}
