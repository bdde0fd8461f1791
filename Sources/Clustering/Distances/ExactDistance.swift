/// Squared distances in double precision, by the differences of the numbers themselves: nothing cancels, both directions give the
/// same bits, equal rows are exactly 0 apart. Every distance that reaches a result is one of these.
struct ExactDistance: Sendable {
    private let dimension: Int
    private let values: [Float]
    /// For the cosine 1 over the length of each row of the table, which brings it to unit length.
    private let scales: [Double]?
    /// The row of the table at each place of the order in which the work is done.
    let order: [Int]

    init(_ vectors: Vectors, order: [Int], metric: Metric) {
        dimension = vectors.dimension
        values = vectors.values
        self.order = order
        scales = metric == .cosine ? (0..<vectors.count).map { 1 / Self.length(vectors[$0]) } : nil
    }

    /// The squared euclidean distance of the vectors at two places; at unit length for the cosine.
    func square(_ a: Int, _ b: Int) -> Double {
        let (rowA, rowB) = (order[a], order[b])
        return values.withUnsafeBufferPointer { values in
            guard let base = values.baseAddress else { return 0 }
            let (x, y) = (base + rowA &* dimension, base + rowB &* dimension)
            if let scales { return Self.square(x, scales[rowA], y, scales[rowB], dimension) }
            return Self.square(x, y, dimension)
        }
    }

    /// The number of `row` in `column`, as the metric sees it.
    func number(_ place: Int, _ column: Int) -> Double {
        let row = order[place]
        return Double(values[row &* dimension &+ column]) * (scales?[row] ?? 1)
    }

    /// No float32 squared overflows in double, and none of interest underflows.
    private static func length(_ row: ArraySlice<Float>) -> Double {
        row.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
    }

    private static func square(_ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>, _ count: Int) -> Double {
        var (low, high) = (SIMD4<Double>.zero, SIMD4<Double>.zero)
        var k = 0
        while k &+ 8 <= count {
            let a = UnsafeRawPointer(x + k).loadUnaligned(as: SIMD8<Float>.self)
            let b = UnsafeRawPointer(y + k).loadUnaligned(as: SIMD8<Float>.self)
            let first = SIMD4<Double>(a.lowHalf) - SIMD4<Double>(b.lowHalf)
            let second = SIMD4<Double>(a.highHalf) - SIMD4<Double>(b.highHalf)
            low += first * first
            high += second * second
            k &+= 8
        }
        var sum = (low + high).sum()
        while k < count {
            let difference = Double(x[k]) - Double(y[k])
            sum += difference * difference
            k &+= 1
        }
        return sum
    }

    private static func square(_ x: UnsafePointer<Float>, _ scaleX: Double, _ y: UnsafePointer<Float>, _ scaleY: Double, _ count: Int) -> Double {
        var sums = SIMD4<Double>.zero
        var k = 0
        while k &+ 4 <= count {
            let a = SIMD4<Double>(UnsafeRawPointer(x + k).loadUnaligned(as: SIMD4<Float>.self)) * scaleX
            let b = SIMD4<Double>(UnsafeRawPointer(y + k).loadUnaligned(as: SIMD4<Float>.self)) * scaleY
            sums += (a - b) * (a - b)
            k &+= 4
        }
        var sum = sums.sum()
        while k < count {
            let difference = Double(x[k]) * scaleX - Double(y[k]) * scaleY
            sum += difference * difference
            k &+= 1
        }
        return sum
    }
}
