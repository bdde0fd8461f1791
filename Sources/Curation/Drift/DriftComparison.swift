import Core
import Drift
import Library

/// Two sets held against each other. What counts as a shift is a rule of thumb: unlikely by chance (p below 0.01), and large enough to
/// matter.
struct DriftComparison: Sendable {
    private static let unlikely = 0.01
    private static let bins = 24

    let a: DriftReading.Side
    let b: DriftReading.Side
    let labels: [Label]
    let embedder: Embedder?

    func report(_ query: DriftQuery) -> DriftReport {
        let labels = labelDrift(), looks = looksDrift(), numbers = numberDrifts()
        let levels = [labels?.level, looks?.level].compactMap { $0 } + numbers.map(\.level)
        return DriftReport(
            a: side(query.a, a), b: side(query.b, b), both: Set(a.ids).intersection(b.ids).count,
            level: [.large, .some, .unclear].first { levels.contains($0) } ?? .none, labels: labels, looks: looks, numbers: numbers)
    }

    private func side(_ set: String, _ side: DriftReading.Side) -> DriftSide {
        DriftSide(
            set: set, images: side.ids.count, objects: side.objects.values.reduce(0, +), measured: side.measured, vectors: side.vectors.count)
    }

    private static func level(p: Double, effect: Double, some: Double, large: Double) -> DriftLevel {
        guard p < unlikely else { return effect >= large ? .unclear : .none }
        return effect >= large ? .large : effect >= some ? .some : .none
    }

    private func labelDrift() -> LabelDrift? {
        let (countsA, countsB) = (labels.map { a.objects[$0.id] ?? 0 }, labels.map { b.objects[$0.id] ?? 0 })
        guard let drift = CountDrift(countsA, countsB) else { return nil }
        let (sumA, sumB) = (Double(countsA.reduce(0, +)), Double(countsB.reduce(0, +)))
        let shifts = labels.indices.map { place in
            LabelShift(
                labelID: labels[place].id, name: labels[place].name, color: labels[place].color, shareA: Double(countsA[place]) / sumA,
                shareB: Double(countsB[place]) / sumB)
        }
        return LabelDrift(
            level: Self.level(p: drift.p, effect: drift.distance, some: 0.1, large: 0.3), distance: drift.distance, chiSquared: drift.chiSquared,
            degrees: drift.degrees, p: drift.p, labels: shifts.sorted { abs($0.shareA - $0.shareB) > abs($1.shareA - $1.shareB) })
    }

    private func looksDrift() -> LooksDrift? {
        guard let embedder, let drift = VectorDrift(a.vectors, b.vectors) else { return nil }
        return LooksDrift(
            level: Self.level(p: drift.p, effect: drift.discrepancy, some: 0, large: 0.3), discrepancy: drift.discrepancy, p: drift.p,
            embedderName: embedder.name)
    }

    private func numberDrifts() -> [NumberDrift] {
        let found = DriftReading.names.compactMap { name -> NumberDrift? in
            guard let x = a.numbers[name]?.sorted(), let y = b.numbers[name]?.sorted(), let drift = MeasureDrift(x, y) else { return nil }
            let (edges, countsA, countsB) = Self.histograms(x, y)
            return NumberDrift(
                name: name, level: Self.level(p: drift.p, effect: drift.statistic, some: 0.1, large: 0.3), statistic: drift.statistic, p: drift.p,
                stability: drift.stability, countA: x.count, countB: y.count, medianA: x[x.count / 2], medianB: y[y.count / 2], edges: edges,
                countsA: countsA, countsB: countsB)
        }
        return found.sorted { $0.statistic > $1.statistic }
    }

    /// Both sorted. What nearly all lies between is divided: a few extremes would leave one bin for the rest.
    private static func histograms(_ a: [Double], _ b: [Double]) -> (edges: [Double], a: [Int], b: [Int]) {
        func at(_ part: Double, _ sorted: [Double]) -> Double { sorted[Int(part * Double(sorted.count - 1))] }
        let low = min(at(0.01, a), at(0.01, b)), high = max(at(0.99, a), at(0.99, b))
        var one = Histogram(from: low, to: high > low ? high : low + 1, bins: bins), other = one
        for value in a { one.add(value) }
        for value in b { other.add(value) }
        return (one.edges, one.counts, other.counts)
    }
}
