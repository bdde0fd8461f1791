import Glibc

/// How far apart two sets are in a number that each of their members has.
public struct MeasureDrift: Sendable, Equatable {
    /// The two-sample Kolmogorov-Smirnov statistic: the largest difference of the parts of the two sets that lie below any number, 0...1.
    public let statistic: Double
    /// How likely a statistic as large would be if both were drawn from one population: Kolmogorov's limit with Stephens' correction for
    /// finite sets (1970).
    public let p: Double
    /// The population stability index over the tenths of `a`: the sum of (q - p) ln(q / p), with shares of at least 1 in 10,000. By custom
    /// below 0.1 is no shift, above 0.25 a large one.
    public let stability: Double

    private static let leastShare = 1e-4

    /// Finite numbers in any order; nil where one of the sets has none.
    public init?(_ a: [Double], _ b: [Double]) {
        guard !a.isEmpty, !b.isEmpty else { return nil }
        let (a, b) = (a.sorted(), b.sorted())
        statistic = Self.largestGap(a, b)
        let effective = (Double(a.count) * Double(b.count) / Double(a.count + b.count)).squareRoot()
        p = Self.kolmogorov((effective + 0.12 + 0.11 / effective) * statistic)
        stability = Self.stability(a, b)
    }

    private static func largestGap(_ a: [Double], _ b: [Double]) -> Double {
        var (i, j, gap) = (0, 0, 0.0)
        while i < a.count, j < b.count {
            let value = min(a[i], b[j])
            while i < a.count, a[i] == value { i += 1 }
            while j < b.count, b[j] == value { j += 1 }
            gap = max(gap, abs(Double(i) / Double(a.count) - Double(j) / Double(b.count)))
        }
        return gap
    }

    /// The probability that Kolmogorov's variable exceeds `x`.
    static func kolmogorov(_ x: Double) -> Double {
        // Below, it is 1 to the last digit, and the series needs ever more terms to say so.
        guard x > 0.18 else { return 1 }
        var (sum, sign) = (0.0, 1.0)
        for n in 1...100 {
            let term = exp(-2 * Double(n * n) * x * x)
            sum += sign * term
            if term < 1e-17 { break }
            sign = -sign
        }
        return min(1, max(0, 2 * sum))
    }

    /// Both sorted. Tenths that many equal numbers make one are one.
    private static func stability(_ a: [Double], _ b: [Double]) -> Double {
        var edges: [Double] = []
        for tenth in 1..<10 {
            let edge = a[tenth * a.count / 10]
            if edges.last != edge { edges.append(edge) }
        }
        let (p, q) = (shares(a, edges), shares(b, edges))
        return zip(p, q).reduce(0) { $0 + ($1.1 - $1.0) * log($1.1 / $1.0) }
    }

    /// Parts of the numbers below the first edge, from there up to the next, and so on.
    private static func shares(_ sorted: [Double], _ edges: [Double]) -> [Double] {
        var counts = [Int](repeating: 0, count: edges.count + 1), bin = 0
        for value in sorted {
            while bin < edges.count, value >= edges[bin] { bin += 1 }
            counts[bin] += 1
        }
        return counts.map { max(leastShare, Double($0) / Double(sorted.count)) }
    }
}
