import ImageQuality

/// From where to where each metric may be, both included.
public struct QualityBounds: Sendable {
    private var lowest: [QualityMetric: Double] = [:]
    private var highest: [QualityMetric: Double] = [:]

    public init() {}

    public subscript(min metric: QualityMetric) -> Double? {
        get { lowest[metric] }
        set { lowest[metric] = newValue }
    }

    public subscript(max metric: QualityMetric) -> Double? {
        get { highest[metric] }
        set { highest[metric] = newValue }
    }
}
