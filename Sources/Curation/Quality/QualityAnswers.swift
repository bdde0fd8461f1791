import Core
import ImageQuality
import Library

/// How far measuring an image is.
enum QualityState: String, WireEnum {
    case waiting, measured, failed
}

/// What was measured of one image.
struct ImageQualityAnswer: WireObject {
    var imageID: ID
    var status: QualityState
    var version: Int?
    var measuredAt: Timestamp?
    var errorMessage: String?
    /// By the metric's name.
    var metrics: [String: Double]
    var flags: [QualityFlag]

    static let fields = Fields<Self>(
        "ImageQuality",
        Field("image_id", \.imageID),
        Field("status", \.status, "`failed`: its pixels cannot be decoded."),
        Field("version", \.version, "Of the algorithms; what an older one measured is measured again."),
        Field("measured_at", \.measuredAt),
        Field("error_message", \.errorMessage),
        Field("metrics", \.metrics, "By name; a metric that says nothing about this image is left out."),
        Field("flags", \.flags))

    init(_ id: ID, _ row: QualityStore.Stored?) {
        imageID = id
        version = row?.version
        measuredAt = row?.measuredAt
        errorMessage = row?.error
        metrics = [:]
        flags = []
        status = row == nil ? .waiting : row?.error == nil ? .measured : .failed
        guard let row, row.error == nil else { return }
        for (metric, value) in row.quality.values { metrics[metric.rawValue] = value }
        flags = row.quality.flags()
    }
}

/// One metric over all images of a project.
struct MetricOverview: WireObject {
    var name: String
    var meaning: String
    var moreIsWorse: Bool?
    var count: Int
    var min: Double?
    var max: Double?
    var mean: Double?
    var histogram: Histogram

    static let fields = Fields<Self>(
        "QualityMetric",
        Field("name", \.name),
        Field("meaning", \.meaning),
        Field("more_is_worse", \.moreIsWorse, "Null where either end may be."),
        Field("count", \.count, "Images that have it."),
        Field("min", \.min),
        Field("max", \.max),
        Field("mean", \.mean),
        Field("histogram", \.histogram, "The first and the last bin hold what lies beyond them as well."))
}

struct FlagCount: WireObject {
    var flag: QualityFlag
    var meaning: String
    var images: Int

    static let fields = Fields<Self>(
        "QualityFlagCount", Field("flag", \.flag), Field("meaning", \.meaning), Field("images", \.images))
}

/// The quality of a project's images, but for those in the bin.
struct ProjectQuality: WireObject {
    var images: Int
    var measured: Int
    var failed: Int
    var jobID: ID?
    var metrics: [MetricOverview]
    var flags: [FlagCount]

    static let fields = Fields<Self>(
        "ProjectQuality",
        Field("images", \.images),
        Field("measured", \.measured, "By the algorithms' present version."),
        Field("failed", \.failed, "Images whose pixels cannot be decoded."),
        Field("job_id", \.jobID, "A job that is measuring, or waits to."),
        Field("metrics", \.metrics),
        Field("flags", \.flags))
}

/// Of `GET /api/projects/{id}/quality`: from where on something counts as a fault; see the documentation of image quality.
struct QualityQuery: WireInput {
    var blurryBelow = QualityThresholds.standard.blurryBelow
    var darkBelow = QualityThresholds.standard.darkBelow
    var brightAbove = QualityThresholds.standard.brightAbove
    var entropyBelow = QualityThresholds.standard.entropyBelow
    var colorfulnessBelow = QualityThresholds.standard.colorfulnessBelow
    var aspectAbove = QualityThresholds.standard.aspectAbove
    var sideBelow = QualityThresholds.standard.sideBelow

    static let fields = Fields<Self>(
        "QualityQuery",
        Field("blurry_below", \.blurryBelow, .atLeast(0), "`sharpness` of a blurry image.", optional: true),
        Field("dark_below", \.darkBelow, .range(0...1), "`brightness` of a dark image.", optional: true),
        Field("bright_above", \.brightAbove, .range(0...1), "`brightness` of a bright image.", optional: true),
        Field("entropy_below", \.entropyBelow, .range(0...8), "`entropy` of an image of low information.", optional: true),
        Field("colorfulness_below", \.colorfulnessBelow, .atLeast(0), "`colorfulness` of a grey image.", optional: true),
        Field("aspect_above", \.aspectAbove, .atLeast(1), "Longer over shorter side of an odd aspect.", optional: true),
        Field("side_below", \.sideBelow, .atLeast(0), "Pixels of the shorter side of an odd size.", optional: true))

    var thresholds: QualityThresholds {
        var limits = QualityThresholds.standard
        (limits.blurryBelow, limits.darkBelow, limits.brightAbove) = (blurryBelow, darkBelow, brightAbove)
        (limits.entropyBelow, limits.colorfulnessBelow) = (entropyBelow, colorfulnessBelow)
        (limits.aspectAbove, limits.sideBelow) = (aspectAbove, sideBelow)
        return limits
    }
}

/// Of `POST /api/projects/{id}/quality`.
struct MeasureBody: WireInput {
    var again = false

    static let fields = Fields<Self>(
        "MeasureBody", Field("again", \.again, "All images anew, and not only those that were not measured.", optional: true))
}

struct MeasureAnswer: WireObject {
    var jobID: ID
    static let fields = Fields<Self>("MeasureAnswer", Field("job_id", \.jobID))
}
