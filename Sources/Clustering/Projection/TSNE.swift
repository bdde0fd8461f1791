import Glibc

/// A map of vectors in the plane in which neighbours stay neighbours: t-distributed stochastic neighbour embedding (van der Maaten
/// and Hinton 2008) with Barnes and Hut's approximation of the repulsion (van der Maaten 2014), on exact nearest neighbours and
/// from the principal components, as Kobak and Berens, "The art of using t-SNE" (2019), advise.
///
/// The same vectors, parameters and seed give the same map, whatever the number of threads; on another processor or C library
/// the last bits may differ, which such a map amplifies.
public enum TSNE {
    public struct Parameters: Sendable {
        public var metric = Metric.euclidean
        /// How many neighbours count, roughly; lowered where there are fewer than three times as many vectors.
        public var perplexity = 30.0
        /// Steps, a quarter of them with exaggerated attraction, in which clusters form.
        public var iterations = 1000
        /// How coarse the repulsion of far points is, 0 (exact) to 1.
        public var angle = 0.5
        /// Decides the small displacements at the start.
        public var seed: UInt64 = 0
        public init() {}
    }

    /// Coordinates for each row, without unit, around 0. Time grows a little faster than in proportion to the number of vectors,
    /// but for the search for neighbours, which grows with its square; memory with the number times the perplexity.
    ///
    /// - Throws: `FoveaError.invalid` where the metric is not defined; `CancellationError` when no longer wanted.
    public static func run(
        _ vectors: Vectors, _ parameters: Parameters = Parameters(), threads: Int? = nil, progress: WorkProgress = WorkProgress()
    ) throws -> [SIMD2<Double>] {
        let space = try MetricSpace(vectors, parameters.metric, threads: threads)
        let start = try PCA(space.exact, dimension: vectors.dimension, count: 2, space.crew, progress.part(0, 0.1)).coordinates
        var layout = TSNELayout(start: start, parameters, space.crew)
        let perplexity = min(parameters.perplexity, Double(vectors.count - 1) / 3)
        if perplexity >= 1 {
            let lists = try space.search.lists(Int(3 * perplexity), progress.part(0.1, 0.3))
            try layout.run(Affinities(lists, perplexity: perplexity), progress.part(0.3, 1))
        }
        var out = layout.points
        for (place, row) in space.exact.order.enumerated() { out[row] = layout.points[place] }
        return out
    }
}
