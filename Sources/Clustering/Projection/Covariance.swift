/// The covariance matrix of vectors, as something that multiplies: it is never made, so that memory stays in proportion to the
/// vectors whatever their dimension.
struct Covariance: Sendable {
    /// Rows that a thread takes at once; their sums are added in the order of the rows, whoever made them.
    private static let piece = 512

    let dimension: Int
    let mean: [Double]
    private let rows: ExactDistance
    private let crew: Crew
    private var count: Int { rows.order.count }

    init(_ rows: ExactDistance, dimension: Int, _ crew: Crew) {
        self.rows = rows
        self.dimension = dimension
        self.crew = crew
        var sums = [Double](repeating: 0, count: dimension)
        for place in 0..<rows.order.count {
            for k in 0..<dimension { sums[k] += rows.number(place, k) }
        }
        mean = sums.map { $0 / Double(rows.order.count) }
    }

    /// The coordinates of every place along `directions`, from the mean.
    func coordinates(_ directions: [[Double]]) throws -> [[Double]] {
        try pieces { places in
            var row = [Double](repeating: 0, count: dimension)
            return places.map { place in
                read(place, into: &row)
                return directions.map { dot(row, $0) }
            }
        }.flatMap { $0 }
    }

    /// The covariance times each of `directions`.
    func times(_ directions: [[Double]]) throws -> [[Double]] {
        let sums = try pieces { places in
            var out = directions.map { _ in [Double](repeating: 0, count: dimension) }
            var row = [Double](repeating: 0, count: dimension)
            for place in places {
                read(place, into: &row)
                for index in directions.indices { add(dot(row, directions[index]), row, to: &out[index]) }
            }
            return out
        }
        return directions.indices.map { index in
            var total = [Double](repeating: 0, count: dimension)
            for sum in sums { add(1, sum[index], to: &total) }
            return total.map { $0 / Double(max(1, count - 1)) }
        }
    }

    private func read(_ place: Int, into row: inout [Double]) {
        for k in 0..<dimension { row[k] = rows.number(place, k) - mean[k] }
    }

    private func dot(_ a: [Double], _ b: [Double]) -> Double {
        var sum = 0.0
        for k in 0..<dimension { sum += a[k] * b[k] }
        return sum
    }

    private func add(_ weight: Double, _ row: [Double], to out: inout [Double]) {
        for k in 0..<dimension { out[k] += weight * row[k] }
    }

    private func pieces<Part: Sendable>(_ part: @escaping @Sendable (Range<Int>) -> Part) throws -> [Part] {
        let parts = Parts<Part>((count + Self.piece - 1) / Self.piece)
        try crew.each(parts.count) { index in
            parts.set(index, part(index * Self.piece..<min(count, (index + 1) * Self.piece)))
        }
        return parts.all
    }
}
