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

/// For each output position: where its window starts in the input, and its weights in 16384ths, which add up to 16384.
///
/// Fixed point, because the machines' oldest vector instructions multiply 8-bit pixels by 16-bit weights directly, while they
/// convert to floating point one number at a time.
struct ResampleWeights {
    static let one: Int32 = 1 << 14
    /// Half a unit, for rounding.
    static let half: Int32 = 1 << 13

    let starts: [Int]
    /// `taps` a position; unused ones are zero.
    let weights: [Int32]
    /// An even number, unless the input is a single pixel long.
    let taps: Int

    init(from input: Int, to output: Int, filter: ResampleFilter) {
        let scale = Double(input) / Double(output)
        let widening = max(scale, 1)
        let support = filter.support * widening
        var windows: [(first: Int, values: [Double])] = []
        windows.reserveCapacity(output)
        for position in 0..<output {
            let centre = (Double(position) + 0.5) * scale
            let first = max(0, Int(centre - support + 0.5))
            let end = max(first + 1, min(input, Int(centre + support + 0.5)))
            windows.append((first, (first..<end).map { filter.weight((Double($0) - centre + 0.5) / widening) }))
        }
        let widest = windows.reduce(1) { max($0, $1.values.count) }
        let taps = input < 2 ? 1 : min(widest + (widest & 1), input & ~1)
        var starts: [Int] = []
        var weights = [Int32](repeating: 0, count: output * taps)
        starts.reserveCapacity(output)
        for (position, window) in windows.enumerated() {
            // A full window is read wherever it starts, so it must not reach past the end.
            let start = max(0, min(window.first, input - taps))
            starts.append(start)
            Self.place(window.values[...], window.first - start, &weights[(position * taps)..<((position + 1) * taps)])
        }
        self.starts = starts
        self.weights = weights
        self.taps = taps
    }

    /// Rounds a window so that its sum is exact: what rounding leaves over goes to the heaviest weight.
    private static func place(_ window: ArraySlice<Double>, _ shift: Int, _ weights: inout ArraySlice<Int32>) {
        let sum = window.reduce(0, +)
        var left = one
        var heaviest = weights.startIndex
        for (index, weight) in window.enumerated() {
            // Only with an odd input shorter than the window does an index fall outside; its pixel then counts with its neighbour.
            let place = weights.startIndex + min(index + shift, weights.count - 1)
            let fixed = Int32((weight / sum * Double(one)).rounded())
            weights[place] += fixed
            left -= fixed
            if weights[place] > weights[heaviest] { heaviest = place }
        }
        weights[heaviest] += left
    }
}
