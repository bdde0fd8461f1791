import Core
import Pixels

/// Natural Image Quality Evaluator: how far a picture's statistics are from those of undisturbed photographs; 0 is near, about 3
/// to 5 is a good photograph, bad ones pass 10.
///
/// A. Mittal, R. Soundararajan, A. C. Bovik: Making a "Completely Blind" Image Quality Analyzer. IEEE Signal Processing Letters
/// 20(3), 2013. 36 features of each block of 96 x 96 pixels, a Gaussian over the blocks, and its distance to the Gaussian of
/// undisturbed photographs.
///
/// Conventions of the reference, pyiqa: grey by BT.601, rounded to whole levels; the nearest pixel again beyond the rim; half
/// size as MATLAB's `imresize`; neighbours within a block go round its rim; every block counts, those that cannot be fitted
/// only with the features that they have.
public struct NIQE: Sendable {
    private let mean: [Double]
    private let covariance: SymmetricMatrix

    static let featureCount = 36
    static let block = 96

    /// Nil for a picture that holds no whole block, or none with anything in it.
    public func score(_ pixels: PixelBuffer) -> Double? {
        guard let statistics = Self.statistics(Self.features(pixels)) else { return nil }
        let both = zip(covariance.values, statistics.covariance.values).map { ($0 + $1) / 2 }
        let difference = zip(mean, statistics.mean).map { $0 - $1 }
        return SymmetricMatrix(size: Self.featureCount, values: both).inverseForm(difference).map { $0.squareRoot() }
    }

    /// 36 numbers a block. The blocks of a column come before those of the next.
    static func features(_ pixels: PixelBuffer) -> [[Double]] {
        let (across, down) = (pixels.width / block, pixels.height / block)
        guard across > 0, down > 0 else { return [] }
        let grey = Plane(pixels, .bt601).rounded(times: 255).cropped(width: across * block, height: down * block)
        let fine = features(grey, side: block)
        let coarse = features(grey.halvedAsMATLAB(), side: block / 2)
        return zip(fine, coarse).map { $0 + $1 }
    }

    private static func features(_ grey: Plane, side: Int) -> [[Double]] {
        let plane = grey.normalized(.single, border: .replicate, constant: 1, epsilon: Double.ulpOfOne)
        // A block whose first column comes again behind its last, and its last before its first.
        let stride = side + 2
        return withUnsafeTemporaryAllocation(of: Double.self, capacity: stride * side + Plane.slack) { room in
            guard let start = room.baseAddress else { return [] }
            start.initialize(repeating: 0, count: stride * side + Plane.slack)
            return (0..<plane.width / side).flatMap { column in
                (0..<plane.height / side).map { row in
                    plane.withRows { from in
                        for y in 0..<side {
                            let (source, target) = (from + (row * side + y) * plane.width + column * side, start + y * stride)
                            (target + 1).update(from: source, count: side)
                            (target[0], target[side + 1]) = (source[side - 1], source[0])
                        }
                    }
                    return features(UnsafePointer(start) + 1, side: side, stride: stride)
                }
            }
        }
    }

    private static func features(_ block: UnsafePointer<Double>, side: Int, stride: Int) -> [Double] {
        var (own, across, down, falling, rising) = (Moments(), Moments(), Moments(), Moments(), Moments())
        for y in 0..<side {
            let row = block + y * stride
            let above = block + (y == 0 ? side - 1 : y - 1) * stride
            own.add(row, side)
            across.addProducts(row, row - 1, side)
            down.addProducts(row, above, side)
            falling.addProducts(row, above - 1, side)
            rising.addProducts(row, above + 1, side)
        }
        let fit = AsymmetricGaussian(lookingUp: own)
        return [fit.shape, (fit.scales.left + fit.scales.right) / 2]
            + [across, down, falling, rising].flatMap { moments in
                let fit = AsymmetricGaussian(lookingUp: moments)
                return [fit.shape, fit.meanOfScales, fit.scales.left, fit.scales.right]
            }
    }

    /// Mean of each feature over the blocks that have it, and covariance over the blocks that have all.
    private static func statistics(_ blocks: [[Double]]) -> (mean: [Double], covariance: SymmetricMatrix)? {
        let mean = (0..<featureCount).map { feature in
            let values = blocks.map { $0[feature] }.filter { !$0.isNaN }
            return values.reduce(0, +) / Double(values.count)
        }
        let whole = blocks.filter { $0.allSatisfy { !$0.isNaN } }
        guard !whole.isEmpty, mean.allSatisfy(\.isFinite) else { return nil }
        let centre = (0..<featureCount).map { feature in whole.reduce(0) { $0 + $1[feature] } / Double(whole.count) }
        var sums = [Double](repeating: 0, count: featureCount * featureCount)
        for block in whole {
            for a in 0..<featureCount {
                let difference = block[a] - centre[a]
                for b in 0..<featureCount { sums[a * featureCount + b] += difference * (block[b] - centre[b]) }
            }
        }
        let degrees = Double(max(1, whole.count - 1))
        return (mean, SymmetricMatrix(size: featureCount, values: sums.map { $0 / degrees }))
    }
}

extension NIQE {
    /// From the file that `scripts/setup-quality` writes.
    init(_ json: JSON) throws {
        mean = try json.numbers("mean", count: Self.featureCount)
        covariance = SymmetricMatrix(
            size: Self.featureCount, values: try json.numbers("covariance", count: Self.featureCount * Self.featureCount))
    }
}
