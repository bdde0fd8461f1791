import Core

/// Counts and durations of requests by route, for Prometheus.
public final class RequestMetrics: Sendable {
    /// Upper bounds in seconds.
    static let bounds: [Double] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

    private struct Entry {
        var statuses: [Int: Int] = [:]
        var buckets = [Int](repeating: 0, count: RequestMetrics.bounds.count + 1)
        var seconds = 0.0
    }

    private let names: [(method: String, path: String)]
    /// One a route, then one for what no route answers.
    private let entries: Lock<[Entry]>

    init(_ routes: [Route]) {
        names = routes.map { ($0.method.rawValue, $0.pattern.description) } + [("", "none")]
        entries = Lock([Entry](repeating: Entry(), count: names.count))
    }

    func record(route: Int?, status: Int, _ duration: Duration) {
        let seconds = duration.inSeconds
        let bucket = RequestMetrics.bounds.firstIndex { seconds <= $0 } ?? RequestMetrics.bounds.count
        entries.withLock { entries in
            let index = route ?? entries.count - 1
            entries[index].statuses[status, default: 0] += 1
            entries[index].buckets[bucket] += 1
            entries[index].seconds += seconds
        }
    }

    /// The text format, version 0.0.4.
    func render(into text: inout MetricsText) {
        let entries = entries.withLock { $0 }
        text.begin("fovea_http_requests_total", "counter", "Requests answered, by route and status.")
        for (name, entry) in zip(names, entries) {
            for (status, count) in entry.statuses.sorted(by: { $0.key < $1.key }) {
                text.add("fovea_http_requests_total", [("method", name.method), ("route", name.path), ("status", String(status))], Double(count))
            }
        }
        text.begin("fovea_http_request_duration_seconds", "histogram", "Time until the answer was ready.")
        for (name, entry) in zip(names, entries) where !entry.statuses.isEmpty {
            let labels = [("method", name.method), ("route", name.path)]
            var sum = 0
            for (bound, count) in zip(RequestMetrics.bounds.map { String($0) } + ["+Inf"], entry.buckets) {
                sum += count
                text.add("fovea_http_request_duration_seconds_bucket", labels + [("le", bound)], Double(sum))
            }
            text.add("fovea_http_request_duration_seconds_sum", labels, entry.seconds)
            text.add("fovea_http_request_duration_seconds_count", labels, Double(sum))
        }
    }
}
