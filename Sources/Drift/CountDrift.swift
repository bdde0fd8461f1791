import Glibc

/// How far apart two sets are in how often each of some kinds of thing is met in them.
public struct CountDrift: Sendable, Equatable {
    /// The Jensen-Shannon distance of the shares, base 2, 0...1 (Lin 1991; Endres and Schindelin 2003): 0 for equal shares, 1 where
    /// nothing is met in both.
    public let distance: Double
    /// Pearson's statistic of the table of the two sets by kinds, without Yates' correction.
    public let chiSquared: Double
    /// Kinds that are met at all, less one.
    public let degrees: Int
    /// How likely a statistic as large would be if both were drawn from one population.
    public let p: Double

    /// Counts by kind; nil where one of the sets has none.
    ///
    /// - Precondition: as many of one as of the other, none negative.
    public init?(_ a: [Int], _ b: [Int]) {
        precondition(a.count == b.count)
        let (sumA, sumB) = (Double(a.reduce(0, +)), Double(b.reduce(0, +)))
        guard sumA > 0, sumB > 0 else { return nil }
        var (divergence, statistic, kinds) = (0.0, 0.0, 0)
        for (x, y) in zip(a, b) where x + y > 0 {
            let (p, q) = (Double(x) / sumA, Double(y) / sumB)
            let middle = (p + q) / 2
            if p > 0 { divergence += p / 2 * log2(p / middle) }
            if q > 0 { divergence += q / 2 * log2(q / middle) }
            let share = Double(x + y) / (sumA + sumB)
            for (count, sum) in [(x, sumA), (y, sumB)] {
                let expected = share * sum
                statistic += (Double(count) - expected) * (Double(count) - expected) / expected
            }
            kinds += 1
        }
        distance = max(0, divergence).squareRoot()
        chiSquared = statistic
        degrees = kinds - 1
        p = kinds > 1 ? IncompleteGamma.upper(Double(kinds - 1) / 2, statistic / 2) : 1
    }
}
