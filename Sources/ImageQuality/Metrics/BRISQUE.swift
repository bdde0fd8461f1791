import Core
import Pixels

/// Blind/Referenceless Image Spatial Quality Evaluator: 0 is good, 100 is bad, both may be passed.
///
/// A. Mittal, A. K. Moorthy, A. C. Bovik: No-Reference Image Quality Assessment in the Spatial Domain. IEEE Transactions on Image
/// Processing 21(12), 2012. 36 features of natural scene statistics at two scales, scored by support vectors that were fitted to
/// what people said about the pictures of the LIVE database.
///
/// Conventions of the reference, PyPI's `brisque` 0.2.0, whose fitted numbers are used: grey by BT.709 in 0 to 1, not rounded;
/// black beyond the rim; half size by OpenCV's cubic interpolation without smoothing; shapes solved for, not looked up.
public struct BRISQUE: Sendable {
    private let lowest: [Double]
    private let highest: [Double]
    private let regression: SupportVectors

    static let featureCount = 36

    public func score(_ pixels: PixelBuffer) -> Double? {
        let features = Self.features(pixels)
        guard features.allSatisfy(\.isFinite) else { return nil }
        let scaled = features.indices.map { -1 + 2 * (features[$0] - lowest[$0]) / (highest[$0] - lowest[$0]) }
        return regression.predict(scaled)
    }

    /// The 36 features, not scaled. Not finite where a picture has nothing in it.
    static func features(_ pixels: PixelBuffer) -> [Double] {
        let grey = Plane(pixels, .bt709, fused: true)
        return features(grey) + features(grey.halvedAsOpenCV())
    }

    private static func features(_ grey: Plane) -> [Double] {
        let plane = grey.normalized(.exact, border: .zero, constant: 1.0 / 255, epsilon: 0).withFlatAreas(of: grey, constant: 1.0 / 255)
        let (width, height) = (plane.width, plane.height)
        var (own, across, down, falling, rising) = (Moments(), Moments(), Moments(), Moments(), Moments())
        plane.withRows { start in
            for y in 0..<height {
                let row = start + y * width
                own.add(row, width)
                across.addProducts(row, row + 1, width - 1)
                guard y + 1 < height else { continue }
                let next = row + width
                down.addProducts(row, next, width)
                falling.addProducts(row, next + 1, width - 1)
                rising.addProducts(next, row + 1, width - 1)
            }
        }
        let fit = AsymmetricGaussian(solving: own)
        return [fit.shape, (fit.left * fit.left + fit.right * fit.right) / 2]
            + [across, down, falling, rising].flatMap { moments in
                let fit = AsymmetricGaussian(solving: moments)
                return [fit.shape, fit.mean, fit.left * fit.left, fit.right * fit.right]
            }
    }
}

extension BRISQUE {
    /// From the file that `scripts/setup-quality` writes.
    init(_ json: JSON) throws {
        lowest = try json.numbers("lowest", count: Self.featureCount)
        highest = try json.numbers("highest", count: Self.featureCount)
        let coefficients = try json.numbers("coefficients", count: nil)
        regression = SupportVectors(
            gamma: try json.number("gamma"), rho: try json.number("rho"), coefficients: coefficients,
            vectors: try json.numbers("vectors", count: coefficients.count * Self.featureCount))
    }
}
