/// From where to where each metric may be, both included.
public struct MetricBounds<Metric: Hashable & Sendable>: Sendable {
    private var lowest: [Metric: Double] = [:]
    private var highest: [Metric: Double] = [:]

    public init() {}

    public subscript(min metric: Metric) -> Double? {
        get { lowest[metric] }
        set { lowest[metric] = newValue }
    }

    public subscript(max metric: Metric) -> Double? {
        get { highest[metric] }
        set { highest[metric] = newValue }
    }
}
