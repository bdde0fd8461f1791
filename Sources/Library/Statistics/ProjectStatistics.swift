import Core

/// How many things fall into each bin; `edges` has one entry more than `counts`.
public struct Histogram: WireObject, Equatable {
    public var edges: [Double]
    public var counts: [Int]

    public static let fields = Fields<Self>("Histogram", Field("edges", \.edges), Field("counts", \.counts))

    /// Equal bins from `low` to `high`; what lies outside counts in the first or last.
    public init(from low: Double, to high: Double, bins: Int) {
        let step = (high - low) / Double(bins)
        edges = (0...bins).map { low + Double($0) * step }
        counts = Array(repeating: 0, count: bins)
    }

    public mutating func add(_ value: Double) {
        guard value.isFinite, let low = edges.first, let high = edges.last else { return }
        let place = ((value - low) / (high - low) * Double(counts.count)).rounded(.down)
        counts[Int(min(Double(counts.count - 1), max(0, place)))] += 1
    }
}

public struct LabelCount: WireObject {
    public var labelID: ID
    public var name: String
    public var color: String
    public var annotations: Int
    public var images: Int

    public static let fields = Fields<Self>(
        "LabelCount", Field("label_id", \.labelID), Field("name", \.name), Field("color", \.color),
        Field("annotations", \.annotations), Field("images", \.images, "Images with at least one."))
}

public struct ProjectStatistics: WireObject {
    public var images: Int
    public var annotations: Int
    public var unlabeled: Int
    public var byStatus: [String: Int]
    public var byReviewStatus: [String: Int]
    public var bySplit: [String: Int]
    public var byLabel: [LabelCount]
    public var boxArea: Histogram
    public var boxAspect: Histogram

    public static let fields = Fields<Self>(
        "ProjectStats",
        Field("images", \.images),
        Field("annotations", \.annotations),
        Field("unlabeled", \.unlabeled, "Images without an annotation."),
        Field("by_status", \.byStatus),
        Field("by_review_status", \.byReviewStatus),
        Field("by_split", \.bySplit),
        Field("by_label", \.byLabel),
        Field("box_area", \.boxArea, "log10 of the fraction of its image that an object's box covers."),
        Field("box_aspect", \.boxAspect, "log2 of width over height of an object's box."))
}
