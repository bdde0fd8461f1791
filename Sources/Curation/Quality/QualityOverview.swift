import Core
import Database
import Glibc
import ImageQuality
import Library

/// Histograms and counts of a project: one pass over what was measured.
struct QualityOverview {
    private static let bins = 40
    private var metrics: [QualityMetric: Tally]
    private var flags: [QualityFlag: Int] = [:]
    private let limits: QualityThresholds

    /// A metric's values so far. Bins of metrics whose values span orders of magnitude grow with them.
    private struct Tally {
        let isLogarithmic: Bool
        var count = 0
        var sum = 0.0
        var least = Double.infinity
        var most = -Double.infinity
        var histogram: Histogram

        init(_ metric: QualityMetric) {
            isLogarithmic = metric.isLogarithmic
            histogram = Histogram(from: metric.scale.lowerBound, to: metric.scale.upperBound, bins: QualityOverview.bins)
            if isLogarithmic { histogram = Histogram(from: 0, to: log10(1 + metric.scale.upperBound), bins: QualityOverview.bins) }
        }

        mutating func add(_ value: Double) {
            count += 1
            sum += value
            least = min(least, value)
            most = max(most, value)
            histogram.add(isLogarithmic ? log10(1 + value) : value)
        }

        var shown: Histogram {
            guard isLogarithmic else { return histogram }
            var shown = histogram
            shown.edges = shown.edges.map { pow(10, $0) - 1 }
            return shown
        }
    }

    init(_ limits: QualityThresholds) {
        self.limits = limits
        metrics = Dictionary(uniqueKeysWithValues: QualityMetric.allCases.map { ($0, Tally($0)) })
    }

    mutating func add(_ quality: ImageQuality) {
        for (metric, value) in quality.values { metrics[metric]?.add(value) }
        for flag in quality.flags(limits) { flags[flag, default: 0] += 1 }
    }

    var metricRows: [MetricOverview] {
        QualityMetric.allCases.compactMap { metric in
            metrics[metric].map { tally in
                MetricOverview(
                    name: metric.rawValue, meaning: metric.meaning, moreIsWorse: metric.moreIsWorse, count: tally.count,
                    min: tally.count > 0 ? tally.least : nil, max: tally.count > 0 ? tally.most : nil,
                    mean: tally.count > 0 ? tally.sum / Double(tally.count) : nil, histogram: tally.shown)
            }
        }
    }

    var flagRows: [FlagCount] {
        QualityFlag.allCases.map { FlagCount(flag: $0, meaning: $0.meaning(limits), images: flags[$0] ?? 0) }
    }

    static func ofProject(_ connection: Connection, _ projectID: ID, _ limits: QualityThresholds) throws -> ProjectQuality {
        var overview = QualityOverview(limits)
        try QualityStore.forEach(connection, projectID) { overview.add($0) }
        let counts = try QualityStore.counts(connection, projectID)
        let job = try UnfinishedJob.find(connection, projectID, kind: QualityJob.name)
        return ProjectQuality(
            images: counts.images, measured: counts.measured, failed: counts.failed, jobID: job, metrics: overview.metricRows,
            flags: overview.flagRows)
    }
}
