import Core
import Glibc

/// How much each vector of a table stands alone, and how well it stands for those around it.
///
/// **Uniqueness** of `x`: the mean distance to its `nearest` nearest others, divided by the largest such mean of the table. This is
/// what FiftyOne Brain's `compute_uniqueness` measures, there with the weights 0.6, 0.3 and 0.1 instead of a plain mean.
///
/// **Representativeness** of `x`: with `m(x)` the mean distance to its `around` nearest others, `c(x)` the mean of those others and `s`
/// the median of all `m`,
///
///     exp(-2 m(x) / s)  *  (1 - |x - c(x)| / m(x))
///
/// divided by the largest such product. The first factor is how dense the place is (by the distance to neighbours, as in Loftsgaarden and
/// Quesenberry 1965), falling fast enough that what lies alone between two groups does not pass for a middle; the second how far the neighbours lie on all sides: `x - c(x)` is the step of a mean shift (Fukunaga and Hostetler
/// 1975), which is longest at the rim of a group and vanishes in its middle. It never exceeds `m(x)`, so the factor is in 0...1.
///
/// Distances are euclidean ones of vectors of length 1: chords, 0...2.
public struct CoverageScores: Sendable {
    /// Neighbours of which the mean distance is the uniqueness.
    public static let nearest = 3
    /// Neighbours that make the surroundings of which a vector may be the middle.
    public static let around = 20

    /// 0...1 a row; the largest is 1 unless all rows are equal.
    public private(set) var uniqueness: [Double]
    /// 0...1 a row; the largest is 1.
    public private(set) var representativeness: [Double]
    /// Whether the neighbours are surely the nearest; else they come from a graph that misses a few.
    public let isExact: Bool

    /// Time grows with the square of the number of rows up to `exactUpTo`, beyond it little more than in proportion; memory in proportion.
    /// The same rows give the same answers, whatever the number of threads.
    ///
    /// - Throws: `FoveaError.invalid` for a table without rows; `CancellationError` when no longer wanted.
    public init(_ table: UnitTable, exactUpTo: Int = 50_000, threads: Int? = nil, progress: WorkProgress = WorkProgress()) throws {
        isExact = table.count <= exactUpTo
        let crew = Crew(threads: threads)
        let lists =
            isExact
            ? try Self.exactly(table, threads, progress.part(0, 0.9)) : try Self.byGraph(table, crew, progress.part(0, 0.9))
        let reach = lists.map { Self.mean($0.prefix(Self.nearest).map(\.distance)) }
        let spread = lists.map { Self.mean($0.map(\.distance)) }
        let median = spread.sorted()[spread.count / 2]
        let shifts = try Self.shifts(table, lists, crew, progress.part(0.9, 1))
        uniqueness = Self.scaled(reach)
        representativeness = Self.scaled(
            spread.indices.map { row in
                guard spread[row] > 0 else { return 1 }
                // More than half of all have nothing but copies around them.
                guard median > 0 else { return 0 }
                return exp(-2 * spread[row] / median) * (1 - min(1, shifts[row] / spread[row]))
            })
        // One row alone has nobody near; of one or two rows each stands for all there is.
        if lists.count == 1 { uniqueness = [1] }
        if lists.count < 3 { representativeness = lists.map { _ in 1 } }
    }

    private typealias Neighbour = NearestNeighbours.Neighbour

    private static func exactly(_ table: UnitTable, _ threads: Int?, _ progress: WorkProgress) throws -> [[Neighbour]] {
        try NearestNeighbours.ofEach(try table.vectors(), count: around, threads: threads, progress: progress)
    }

    /// The graph is built by one thread: by several it would be another one each time.
    private static func byGraph(_ table: UnitTable, _ crew: Crew, _ progress: WorkProgress) throws -> [[Neighbour]] {
        let index = try NeighbourIndex(table, threads: 1, progress: progress.part(0, 0.8))
        return try inParts(table.count, crew, progress.part(0.8, 1)) { row in
            let found = try index.nearest(Array(table[row]), count: around + 1).filter { $0.row != row }
            return found.prefix(around).map { Neighbour(row: $0.row, distance: Double(max(0, 2 - 2 * $0.similarity)).squareRoot()) }
        }
    }

    /// How far each row lies from the mean of its neighbours.
    private static func shifts(_ table: UnitTable, _ lists: [[Neighbour]], _ crew: Crew, _ progress: WorkProgress) throws -> [Double] {
        try inParts(table.count, crew, progress) { row in
            var sum = [Double](repeating: 0, count: table.dimension)
            for neighbour in lists[row] {
                for (place, value) in table[neighbour.row].enumerated() { sum[place] += Double(value) }
            }
            let count = Double(max(1, lists[row].count))
            return zip(table[row], sum).reduce(0) { square, pair in
                let difference = Double(pair.0) - pair.1 / count
                return square + difference * difference
            }.squareRoot()
        }
    }

    private static func inParts<Value: Sendable>(
        _ count: Int, _ crew: Crew, _ progress: WorkProgress, _ value: @escaping @Sendable (Int) throws -> Value
    ) throws -> [Value] {
        let size = 512
        let parts = Parts<[Value]>((count + size - 1) / size)
        let done = Counter()
        try crew.each(parts.count) { part in
            parts.set(part, try (part * size..<min(count, (part + 1) * size)).map(value))
            try progress.at(Double(done.next()) / Double(parts.count))
        }
        return parts.all.flatMap { $0 }
    }

    private static func mean(_ values: [Double]) -> Double { values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count) }

    private static func scaled(_ values: [Double]) -> [Double] {
        guard let most = values.max(), most > 0 else { return values }
        return values.map { $0 / most }
    }
}
