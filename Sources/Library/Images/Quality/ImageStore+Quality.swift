import Core
import Database
import ImageQuality

extension ImageStore {
    /// Filters by what was measured of an image `i`; one that was not measured matches none of them.
    static func quality(_ query: ImageListQuery, _ bind: (any SQLBindable) -> String) -> [String] {
        var measured: [String] = []
        for metric in QualityMetric.allCases {
            if let least = query.quality[min: metric] { measured.append("q.\(metric.rawValue) >= \(bind(least))") }
            if let most = query.quality[max: metric] { measured.append("q.\(metric.rawValue) <= \(bind(most))") }
        }
        var conditions: [String] = []
        switch query.flag {
        case .oddAspect, .oddSize: conditions += [query.flag?.condition].compactMap { $0 }
        default: measured += [query.flag?.condition].compactMap { $0 }
        }
        guard !measured.isEmpty else { return conditions }
        return conditions + ["EXISTS (SELECT 1 FROM image_quality q WHERE q.image_id = i.id AND \(measured.joined(separator: " AND ")))"]
    }
}

extension QualityFlag {
    /// When an image `i` with the measures `q` has it, by `QualityThresholds.standard`.
    public var condition: String {
        let limits = QualityThresholds.standard
        return switch self {
        case .blurry: "q.sharpness < \(limits.blurryBelow)"
        case .dark: "q.brightness < \(limits.darkBelow)"
        case .bright: "q.brightness > \(limits.brightAbove)"
        case .lowInformation: "q.entropy < \(limits.entropyBelow)"
        case .grey: "q.colorfulness < \(limits.colorfulnessBelow)"
        case .oddAspect: "(i.width > \(limits.aspectAbove) * i.height OR i.height > \(limits.aspectAbove) * i.width)"
        case .oddSize: "(i.width < \(limits.sideBelow) OR i.height < \(limits.sideBelow))"
        }
    }
}
