/// One number about a picture, by the name that the API and the tables have for it.
public enum QualityMetric: String, Sendable, CaseIterable {
    case brisque, niqe, piqe, sharpness, noise, contrast, colorfulness, brightness, shadows, highlights, entropy

    /// What it is, with its unit and range.
    public var meaning: String {
        switch self {
        case .brisque: "BRISQUE (Mittal 2012): 0 good to 100 bad, both may be passed."
        case .niqe: "NIQE (Mittal 2013): distance from undisturbed photographs; lower is better."
        case .piqe: "PIQE (Venkatanath 2015): 0 good to 100 bad."
        case .sharpness: "Variance of the Laplacian of the grey levels (0 to 255); higher is sharper."
        case .noise: "Deviation of Gaussian noise in grey levels (Immerkær 1996)."
        case .contrast: "Standard deviation of grey, 0 to 0.5 of the full range."
        case .colorfulness: "Hasler and Süsstrunk 2003: 0 for grey, 59 quite, 109 extremely colourful."
        case .brightness: "Mean grey, 0 black to 1 white."
        case .shadows: "The part of the pixels that is black (grey level 4 or less), 0 to 1."
        case .highlights: "The part of the pixels that is white (grey level 251 or more), 0 to 1."
        case .entropy: "Entropy of the grey levels, 0 to 8 bits."
        }
    }

    /// Where nearly all pictures lie: a histogram's ends.
    public var scale: ClosedRange<Double> {
        switch self {
        case .brisque, .piqe: 0...100
        case .niqe, .noise: 0...20
        case .sharpness: 0...10_000
        case .contrast: 0...0.5
        case .colorfulness: 0...120
        case .brightness, .shadows, .highlights: 0...1
        case .entropy: 0...8
        }
    }

    /// Whether its values span orders of magnitude, so that equal parts of their logarithms tell more than of themselves.
    public var isLogarithmic: Bool { self == .sharpness }

    /// Whether more of it is worse; nil where either end may be.
    public var moreIsWorse: Bool? {
        switch self {
        case .brisque, .niqe, .piqe, .noise, .shadows, .highlights: true
        case .sharpness, .contrast, .entropy: false
        case .colorfulness, .brightness: nil
        }
    }
}
