import Pixels

/// What can be said of a picture's quality by its pixels alone, without another picture to compare it with.
public struct ImageQuality: Sendable, Equatable {
    /// Kept with what was measured: where it differs from this, the picture is measured again.
    public static let version = 1

    public var width: Int
    public var height: Int
    public var values: [QualityMetric: Double]

    public init(width: Int, height: Int, values: [QualityMetric: Double]) {
        self.width = width
        self.height = height
        self.values = values
    }

    public subscript(metric: QualityMetric) -> Double? { values[metric] }

    /// Measures a picture. Transparent parts count as white. Computes: milliseconds for each megapixel, on the calling thread.
    ///
    /// - Parameter models: the fitted numbers for BRISQUE and NIQE; a metric whose numbers are missing, or about which a picture
    ///   says nothing (one smaller than a block of NIQE, one without any structure for BRISQUE), has no value.
    public init(_ picture: PixelBuffer, models: QualityModels) {
        let pixels = picture.flattened()
        let grey = GreyLevels(pixels)
        var values: [QualityMetric: Double] = [
            .piqe: PIQE.score(pixels), .sharpness: grey.laplacianVariance, .noise: grey.noiseDeviation,
            .contrast: grey.deviation / 255, .colorfulness: Colourfulness.measure(pixels), .brightness: grey.mean / 255,
            .shadows: grey.share(0...4), .highlights: grey.share(251...255), .entropy: grey.entropy,
        ]
        values[.brisque] = models.brisque?.score(pixels)
        values[.niqe] = models.niqe?.score(pixels)
        self.init(width: picture.width, height: picture.height, values: values)
    }
}
