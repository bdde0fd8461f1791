/// Vectors made ready for distances by one metric: their canonical order, the packed form that excludes pairs, the exact
/// distances of those that remain, and the threads that do the work.
struct MetricSpace {
    let exact: ExactDistance
    let packed: PackedVectors
    let crew: Crew

    /// Throws `FoveaError.invalid` where the metric is not defined.
    init(_ vectors: Vectors, _ metric: Metric, threads: Int?) throws {
        try vectors.check(metric)
        exact = ExactDistance(vectors, order: CanonicalOrder.of(vectors), metric: metric)
        packed = PackedVectors(vectors, exact)
        crew = Crew(threads: threads)
    }

    /// The squared distance of each place to the last of its `samples` nearest, itself counted.
    func coreSquares(_ samples: Int, _ progress: WorkProgress) throws -> [Double] {
        guard samples > 1 else { return [Double](repeating: 0, count: packed.count) }
        return try search.lists(samples - 1, progress).map(\.limit)
    }

    var search: NeighbourSearch { NeighbourSearch(vectors: packed, exact: exact, crew: crew) }
}
