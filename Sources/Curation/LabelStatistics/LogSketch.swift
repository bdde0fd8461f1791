import Glibc
import Library

/// How positive numbers are distributed, in memory that does not grow with their number: counts of equal steps of the logarithm.
/// A quantile is the middle of its step, so it is wrong by no more than half a step: 0.6 %.
struct LogSketch {
    private static let stepsInTen = 200
    private let low: Double
    private var counts: [Int]
    private(set) var count = 0
    private(set) var least = Double.infinity
    private(set) var most = -Double.infinity
    private var sum = 0.0

    /// - Parameter decades: powers of ten from where to where numbers are told apart; what lies outside counts at the ends.
    init(decades: ClosedRange<Int>) {
        low = Double(decades.lowerBound)
        counts = Array(repeating: 0, count: decades.count.advanced(by: -1) * Self.stepsInTen)
    }

    mutating func add(_ value: Double) {
        guard value > 0, value.isFinite else { return }
        let step = ((log10(value) - low) * Double(Self.stepsInTen)).rounded(.down)
        counts[Int(min(Double(counts.count - 1), max(0, step)))] += 1
        count += 1
        sum += value
        least = min(least, value)
        most = max(most, value)
    }

    var mean: Double? { count > 0 ? sum / Double(count) : nil }

    /// The number below which this fraction of the numbers lies; nil without any.
    func quantile(_ fraction: Double) -> Double? {
        guard count > 0 else { return nil }
        let rank = min(count, max(1, Int((fraction * Double(count)).rounded(.up))))
        var passed = 0
        for (step, number) in counts.enumerated() {
            passed += number
            guard passed >= rank else { continue }
            let middle = pow(10, low + (Double(step) + 0.5) / Double(Self.stepsInTen))
            return min(most, max(least, middle))
        }
        return most
    }

    /// `bins` bins of equal steps of the logarithm over all of the range; edges are numbers, not logarithms.
    func histogram(bins: Int) -> Histogram {
        let width = counts.count / bins
        var histogram = Histogram(from: 0, to: 1, bins: bins)
        histogram.edges = (0...bins).map { pow(10, low + Double($0 * width) / Double(Self.stepsInTen)) }
        histogram.counts = (0..<bins).map { bin in counts[bin * width..<(bin + 1) * width].reduce(0, +) }
        return histogram
    }
}
