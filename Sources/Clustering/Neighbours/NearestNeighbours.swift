/// The nearest other vectors of each vector of a table, exactly.
public enum NearestNeighbours {
    public struct Neighbour: Sendable, Equatable {
        public let row: Int
        /// In the unit of the metric.
        public let distance: Double
    }

    /// For each row its `count` nearest other rows (all others, where there are fewer), nearest first; of equally near ones those
    /// whose numbers come first. Time grows with the square of the number of vectors and with their dimension; memory with both
    /// and with `count` neighbours a row.
    ///
    /// - Throws: `FoveaError.invalid` where the metric is not defined; `CancellationError` when no longer wanted.
    public static func ofEach(
        _ vectors: Vectors, count: Int, metric: Metric = .euclidean, threads: Int? = nil, progress: WorkProgress = WorkProgress()
    ) throws -> [[Neighbour]] {
        let space = try MetricSpace(vectors, metric, threads: threads)
        let order = space.exact.order
        guard count > 0 else { return order.map { _ in [] } }
        var out = [[Neighbour]](repeating: [], count: order.count)
        for (place, list) in try space.search.lists(count, progress).enumerated() {
            out[order[place]] = zip(list.places, list.squares).map { Neighbour(row: order[Int($0)], distance: metric.distance(square: $1)) }
        }
        return out
    }
}
