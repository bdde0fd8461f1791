/// Groups of vectors that lie close together, of any number and shape, and noise that belongs to none: hierarchical
/// density-based clustering, exactly, with memory in proportion to the vectors.
///
/// The hierarchy is that of Campello, Moulavi and Sander, "Density-based clustering based on hierarchical density estimates"
/// (2013); the condensed tree, excess of mass and leaf selection as in McInnes and Healy, "Accelerated hierarchical density based
/// clustering" (2017); the epsilon is Malzer and Baum's, "A hybrid approach to hierarchical density-based cluster selection" (2020);
/// outlier scores (GLOSH) are from Campello, Moulavi, Zimek and Sander, "Hierarchical density estimates for data clustering,
/// visualization, and outlier detection" (2015).
///
/// The result depends on the vectors alone: not on the order of the rows, the number of threads or the processor. Work is done in
/// an order that only the content decides, joins at equal distances are one join, and equal rows get equal answers.
public enum HDBSCAN {
    public enum Selection: String, Sendable, CaseIterable {
        /// The clusters that last longest over all levels.
        case excessOfMass = "eom"
        /// The finest clusters.
        case leaf
    }

    public struct Parameters: Sendable {
        /// Fewer vectors than this are no cluster. At least 2.
        public var minimumClusterSize: Int
        /// The distance to the nearest this many vectors, the vector itself counted, is how dense its place is. At least 1;
        /// nil for the minimum cluster size.
        public var minimumSamples: Int?
        public var metric = Metric.euclidean
        public var selection = Selection.excessOfMass
        /// Clusters that come apart at a smaller distance than this stay together. In the unit of the metric; 0 for none.
        public var selectionEpsilon = 0.0
        /// Whether all vectors may be one cluster.
        public var allowsSingleCluster = false
        /// Excess of mass passes over larger clusters; the epsilon may still merge to such. nil for no limit.
        public var maximumClusterSize: Int?

        public init(minimumClusterSize: Int) { self.minimumClusterSize = minimumClusterSize }
    }

    public struct Result: Sendable, Equatable {
        /// For each row the number of its cluster, larger clusters first, or -1 for noise.
        public let labels: [Int]
        /// For each row how strongly it belongs to its cluster, 0...1; 0 for noise.
        public let probabilities: [Double]
        /// For each row how much it is an outlier, 0...1.
        public let outlierScores: [Double]
        /// How many rows each cluster has.
        public let clusterSizes: [Int]
        /// The sum of the distances along the minimum spanning tree of mutual reachability.
        public let treeLength: Double
        public var noiseCount: Int { labels.count - clusterSizes.reduce(0, +) }
    }

    /// Clusters `vectors`. Time grows with the square of their number and with their dimension; memory with both.
    ///
    /// - Parameter threads: how many work at once; nil for as many as there are processors.
    /// - Throws: `FoveaError.invalid` for parameters out of range, more samples than vectors, or a vector of length zero with the
    ///   cosine; `CancellationError` when the work is no longer wanted.
    public static func run(
        _ vectors: Vectors, _ parameters: Parameters, threads: Int? = nil, progress: WorkProgress = WorkProgress()
    ) throws -> Result {
        let samples = try parameters.samples(for: vectors)
        let space = try MetricSpace(vectors, parameters.metric, threads: threads)
        let cores = try space.coreSquares(samples, progress.part(0, 0.6))
        let edges = try SpanningTree.edges(space.packed, space.exact, cores: cores, space.crew, progress.part(0.6, 0.98))
        let dendrogram = Dendrogram(count: vectors.count, edges: edges, distance: parameters.metric.distance(square:))
        let tree = CondensedTree(dendrogram, minimumClusterSize: parameters.minimumClusterSize)
        let labelling = Labelling(tree, ClusterSelection(tree: tree, parameters: parameters).run(), parameters)
        let order = space.exact.order
        try progress.at(1)
        return Result(
            labels: inRows(labelling.labels, order), probabilities: inRows(labelling.probabilities, order),
            outlierScores: inRows(OutlierScores.of(tree), order), clusterSizes: labelling.sizes,
            treeLength: edges.map { parameters.metric.distance(square: $0.square) }.sorted().reduce(0, +))
    }

    /// What stands at places of the canonical order, by rows.
    private static func inRows<Value>(_ values: [Value], _ order: [Int]) -> [Value] {
        var out = values
        for (place, row) in order.enumerated() { out[row] = values[place] }
        return out
    }
}
