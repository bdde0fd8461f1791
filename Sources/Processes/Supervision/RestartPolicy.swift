import Core

/// How long to wait before a child that ended is started again.
public struct RestartPolicy: Sendable {
    /// After the first end.
    public var first: Duration
    /// Each further end in a row waits so many times longer.
    public var factor: Int
    public var longest: Duration
    /// A child that lived this long is healthy: the count of ends in a row starts anew.
    public var healthyAfter: Duration

    public init(
        first: Duration = .milliseconds(100), factor: Int = 2, longest: Duration = .seconds(30),
        healthyAfter: Duration = .seconds(30)
    ) {
        self.first = first
        self.factor = factor
        self.longest = longest
        self.healthyAfter = healthyAfter
    }

    /// - Parameter endsInRow: 1 for the first end.
    public func delay(endsInRow: Int) -> Duration {
        var delay = first
        for _ in 1..<max(2, min(endsInRow, 40)) where endsInRow > 1 {
            delay = delay * factor
            if delay >= longest { return longest }
        }
        return min(delay, longest)
    }
}
