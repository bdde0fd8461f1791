/// Principal component analysis: the directions in which vectors vary most.
///
/// The leading eigenvectors of the covariance are found by a block Krylov method with full orthogonalisation and restarts (Golub
/// and Van Loan, Matrix Computations, section 10.3.6): each step multiplies a block by the covariance and makes it orthogonal to
/// what there is; the best directions within all of it are the answer once they hardly change when multiplied.
public struct PCA: Sendable, Equatable {
    /// Unit vectors, the direction of most variance first; the largest number of each is positive.
    public let components: [[Double]]
    /// The variance along each, with `count - 1` as the divisor, in the square of the unit of the vectors.
    public let variances: [Double]
    /// The coordinates of each row along the components, 0 at the mean.
    public let coordinates: [[Double]]

    /// The first `count` components, or fewer where the vectors have fewer dimensions. Independent of the order of the rows but
    /// for the last bits, and of the number of threads altogether. Time grows in proportion to the vectors.
    ///
    /// - Parameter metric: with the cosine, the vectors are brought to unit length first.
    /// - Throws: `FoveaError.invalid` where the metric is not defined; `CancellationError` when no longer wanted.
    public init(
        _ vectors: Vectors, count: Int = 2, metric: Metric = .euclidean, threads: Int? = nil, progress: WorkProgress = WorkProgress()
    ) throws {
        try vectors.check(metric)
        let rows = ExactDistance(vectors, order: Array(0..<vectors.count), metric: metric)
        try self.init(rows, dimension: vectors.dimension, count: count, Crew(threads: threads), progress)
    }

    init(_ rows: ExactDistance, dimension: Int, count: Int, _ crew: Crew, _ progress: WorkProgress) throws {
        let covariance = Covariance(rows, dimension: dimension, crew)
        var search = LeadingDirections(covariance, wanted: min(count, dimension))
        let found = try search.run(progress)
        components = found.vectors.map { vector in
            let largest = vector.max { abs($0) < abs($1) } ?? 1
            return largest < 0 ? vector.map { -$0 } : vector
        }
        variances = found.values.map { max(0, $0) }
        coordinates = try covariance.coordinates(components)
    }
}
