import Core

/// Chooses rows of a table one by one, each time the one that lies farthest from all that is covered already.
///
/// Greedy k-centre (Gonzalez 1985, "Clustering to minimize the maximum intercluster distance"): after k picks no candidate lies farther
/// from the nearest pick than twice what the best k picks could reach, and no quick method promises less. What is covered to begin with
/// counts as picked, so a choice complements it (Sener and Savarese 2018, "Active learning for convolutional neural networks: a core-set
/// approach").
public struct FarthestFirst: Sendable {
    public struct Pick: Sendable, Equatable {
        public let row: Int
        /// The chord, 0...2, from what was covered until then: how large a gap this one closes. Nil for the first where nothing was.
        public let distance: Double?
    }

    public private(set) var picks: [Pick] = []
    /// How far the farthest candidate lay from what was covered, before any pick. Nil where nothing was.
    public private(set) var reachBefore: Double?
    /// The same after all picks.
    public private(set) var reachAfter = 0.0

    /// - Parameters:
    ///   - count: how many are wanted. Fewer are chosen where every candidate equals one that is covered.
    ///   - candidates: rows to choose among, each once.
    ///   - covered: rows that are covered to begin with; each costs a pass over the candidates, as each pick does.
    ///   - start: the first to be picked where nothing is covered, one of the candidates.
    ///
    /// Of equally far ones the lower row is picked: the same input gives the same picks, whatever the number of threads. Blocks and
    /// computes. Throws `CancellationError` when no longer wanted.
    public init(
        _ table: UnitTable, count: Int, among candidates: [Int], covered: [Int], start: Int, threads: Int? = nil,
        progress: WorkProgress = WorkProgress()
    ) throws {
        let crew = Crew(threads: threads)
        let parts = CandidatePart.divide(candidates, of: table).map { Lock($0) }
        let coveredByBlock = CandidatePart.byBlock(covered)
        @Sendable func approach(_ blocks: [(block: Int, rows: [Int])], _ progress: WorkProgress) throws {
            let done = Counter()
            try crew.each(parts.count) { index in
                parts[index].withLock { $0.approach(blocks, in: table) }
                try progress.at(Double(done.next()) / Double(parts.count))
            }
        }
        if !covered.isEmpty {
            try approach(coveredByBlock, progress.part(0, 0.5))
            reachBefore = Self.farthest(parts)?.distance
        }
        while picks.count < count {
            let isFirst = covered.isEmpty && picks.isEmpty
            guard let next = isFirst ? Farthest(row: start, square: .infinity) : Self.farthest(parts), next.square > 0 else { break }
            picks.append(Pick(row: next.row, distance: isFirst ? nil : next.distance))
            try approach(CandidatePart.byBlock([next.row]), WorkProgress(isCancelled: progress.isCancelled))
            try progress.at(0.5 + 0.5 * Double(picks.count) / Double(count))
        }
        reachAfter = Self.farthest(parts)?.distance ?? 0
    }

    /// The candidate that lies nearest to the mean of all of them.
    public static func central(_ candidates: [Int], in table: UnitTable) -> Int? {
        var sum = [Double](repeating: 0, count: table.dimension)
        for row in candidates {
            for (place, value) in table[row].enumerated() { sum[place] += Double(value) }
        }
        // All have the same length: the nearest is the one with the largest product.
        func product(_ row: Int) -> Double { zip(table[row], sum).reduce(0) { $0 + Double($1.0) * $1.1 } }
        return candidates.map { (row: $0, product: product($0)) }.max { ($0.product, $1.row) < ($1.product, $0.row) }?.row
    }

    /// A candidate drawn by a seed: the same one each time.
    public static func drawn(_ candidates: [Int], seed: UInt64) -> Int? {
        var random = SeededRandom(seed: seed)
        return candidates.isEmpty ? nil : candidates[random.below(candidates.count)]
    }

    struct Farthest {
        var row: Int
        var square: Float
        var distance: Double { Double(square).squareRoot() }
    }

    private static func farthest(_ parts: [Lock<CandidatePart>]) -> Farthest? {
        var best: Farthest?
        for part in parts {
            guard let other = part.withLock({ $0.farthest }) else { continue }
            if best.map({ other.square > $0.square }) ?? true { best = other }
        }
        return best
    }
}
