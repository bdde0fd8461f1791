/// A window by which a resized pixel is a weighted mean of its neighbours. When shrinking the window widens with the scale, so
/// that nothing aliases.
public enum ResampleFilter: Sendable {
    /// Mean of the covered pixels.
    case box
    /// Linear fall-off.
    case triangle
    /// Keys' cubic, a = -0.5 (Keys 1981, "Cubic convolution interpolation for digital image processing").
    case cubic
    /// Windowed sinc of three lobes.
    case lanczos3

    /// Half the window at scale 1, pixels.
    var support: Double {
        switch self {
        case .box: 0.5
        case .triangle: 1
        case .cubic: 2
        case .lanczos3: 3
        }
    }

    func weight(_ at: Double) -> Double {
        let x = at < 0 ? -at : at
        switch self {
        case .box: return at > -0.5 && at <= 0.5 ? 1 : 0
        case .triangle: return x < 1 ? 1 - x : 0
        case .cubic:
            let a = -0.5
            if x < 1 { return ((a + 2) * x - (a + 3)) * x * x + 1 }
            if x < 2 { return (((x - 5) * x + 8) * x - 4) * a }
            return 0
        case .lanczos3: return x < 3 ? sinc(x) * sinc(x / 3) : 0
        }
    }

    private func sinc(_ x: Double) -> Double {
        guard x != 0 else { return 1 }
        let angle = x * Double.pi
        return sine(angle) / angle
    }
}

/// For each output position: where its window starts in the input, and its weights, which add up to 1.
struct ResampleWeights {
    let starts: [Int]
    /// `taps` a position; unused ones are zero.
    let weights: [Float]
    let taps: Int

    init(from input: Int, to output: Int, filter: ResampleFilter) {
        let scale = Double(input) / Double(output)
        let widening = max(scale, 1)
        let support = filter.support * widening
        let taps = min(Int(support.rounded(.up)) * 2 + 1, input)
        var starts: [Int] = []
        var weights = [Float](repeating: 0, count: output * taps)
        starts.reserveCapacity(output)
        var window = [Double](repeating: 0, count: taps)
        for position in 0..<output {
            let centre = (Double(position) + 0.5) * scale
            let first = max(0, Int(centre - support + 0.5))
            let end = min(input, Int(centre + support + 0.5))
            let count = min(end - first, taps)
            var sum = 0.0
            for tap in 0..<count {
                window[tap] = filter.weight((Double(first + tap) - centre + 0.5) / widening)
                sum += window[tap]
            }
            // A full window is read wherever it starts, so it must not reach past the end.
            let start = min(first, input - taps)
            for tap in 0..<count where sum != 0 { weights[position * taps + tap + first - start] = Float(window[tap] / sum) }
            starts.append(start)
        }
        self.starts = starts
        self.weights = weights
        self.taps = taps
    }
}
