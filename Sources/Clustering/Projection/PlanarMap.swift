/// A table of vectors laid out in the unit square, to be looked at: by principal components in moments, by t-SNE in minutes.
///
/// Of a table beyond `mostLaidOut` rows that many, picked at random by a fixed seed, are laid out; each other row is put among
/// those of them that it is nearest to, as Poličar, Stražar and Zupan, "Embedding to reference t-SNE space addresses batch effects"
/// (2021), place new points. So the time beyond grows in proportion to the rows.
///
/// Coordinates: x to the right and y up, 0...1, the longer extent filling the square and the shorter one centred.
public struct PlanarMap: Sendable {
    /// Neighbours between which a row is put that is not laid out itself.
    private static let anchors = 5
    /// Rows that a thread takes at once.
    private static let piece = 256

    private let table: UnitTable
    private let threads: Int?
    /// The rows that are laid out themselves, ascending.
    public let sample: [Int]

    /// - Parameter table: of one row at least.
    public init(_ table: UnitTable, mostLaidOut: Int = 20_000, threads: Int? = nil) {
        precondition(table.count > 0 && mostLaidOut > 0)
        self.table = table
        self.threads = threads
        sample = Self.sample(of: table.count, most: mostLaidOut)
    }

    /// Along the two directions of the greatest variance.
    public func components(_ progress: WorkProgress = WorkProgress()) throws -> [SIMD2<Float>] {
        let directions = try PCA(laidOut.vectors(), count: 2, threads: threads, progress: progress).components
        let points = try each { row, _ in
            var point = SIMD2<Double>.zero
            for (axis, direction) in directions.enumerated() {
                point[axis] = zip(table[row], direction).reduce(0) { $0 + Double($1.0) * $1.1 }
            }
            return point
        }
        return Self.fitted(points)
    }

    /// So that neighbours stay neighbours (`TSNE`, its common parameters).
    public func neighbours(_ progress: WorkProgress = WorkProgress()) throws -> [SIMD2<Float>] {
        let isWhole = sample.count == table.count
        let laidOut = laidOut
        let placed = try TSNE.run(laidOut.vectors(), threads: threads, progress: progress.part(0, isWhole ? 1 : 0.7))
        guard !isWhole else { return Self.fitted(placed) }
        let places = Dictionary(uniqueKeysWithValues: zip(sample, placed))
        let (rest, done) = (progress.part(0.7, 1), Counter())
        let pieces = (table.count + Self.piece - 1) / Self.piece
        let points = try each { row, isFirst in
            if isFirst { try rest.at(Double(done.next()) / Double(pieces)) }
            if let place = places[row] { return place }
            let near = try laidOut.nearest(Array(table[row]), count: Self.anchors, threads: 1)
            // By the inverse of the squared distance, which is twice what is missing to a similarity of 1.
            let weights = near.map { 1 / (1e-6 + max(0, 1 - Double($0.similarity))) }
            let sum = zip(near, weights).reduce(SIMD2<Double>.zero) { $0 + placed[$1.0.row] * $1.1 }
            return sum / weights.reduce(0, +)
        }
        return Self.fitted(points)
    }

    private var laidOut: UnitTable {
        guard sample.count < table.count else { return table }
        var out = UnitTable(dimension: table.dimension)
        for row in sample { out.append(Array(table[row])) }
        return out
    }

    /// A point for every row, several at a time; `isFirst` of each thread's piece.
    private func each(_ point: @escaping @Sendable (_ row: Int, _ isFirst: Bool) throws -> SIMD2<Double>) throws -> [SIMD2<Double>] {
        let parts = Parts<[SIMD2<Double>]>((table.count + Self.piece - 1) / Self.piece)
        try Crew(threads: threads).each(parts.count) { piece in
            let first = piece * Self.piece
            parts.set(piece, try (first..<min(table.count, first + Self.piece)).map { try point($0, $0 == first) })
        }
        return parts.all.flatMap { $0 }
    }

    /// Vitter's reservoir: each row is as likely as another.
    private static func sample(of count: Int, most: Int) -> [Int] {
        var chosen = Array(0..<min(count, most))
        var random = SeededRandom(seed: 0)
        for row in chosen.count..<count {
            let place = random.below(row + 1)
            if place < most { chosen[place] = row }
        }
        return chosen.sorted()
    }

    private static func fitted(_ points: [SIMD2<Double>]) -> [SIMD2<Float>] {
        let low = points.reduce(SIMD2(repeating: .infinity)) { pointwiseMin($0, $1) }
        let high = points.reduce(SIMD2(repeating: -.infinity)) { pointwiseMax($0, $1) }
        let extent = (high - low).max()
        guard extent > 0 else { return points.map { _ in SIMD2(0.5, 0.5) } }
        let margin = (SIMD2(repeating: extent) - (high - low)) / 2
        return points.map { SIMD2<Float>(($0 - low + margin) / extent) }
    }
}
