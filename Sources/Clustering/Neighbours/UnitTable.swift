import Core

/// Vectors of length 1, kept to be searched; more are added as they come. Copies share what they hold.
public struct UnitTable: Sendable {
    public struct Match: Sendable, Equatable {
        /// Counted in the order of adding.
        public let row: Int
        /// The cosine of the angle, -1...1.
        public let similarity: Float
    }

    public let dimension: Int
    public private(set) var count = 0
    /// Each but the last holds `blockRows` rows.
    private var blocks: [[Float]] = []
    private static let blockRows = 2048

    public init(dimension: Int) {
        precondition(dimension > 0)
        self.dimension = dimension
    }

    /// Bytes of the vectors.
    public var bytes: Int { count * dimension * 4 }

    /// - Precondition: `vector` has `dimension` numbers.
    public mutating func append(_ vector: [Float]) {
        precondition(vector.count == dimension)
        if count.isMultiple(of: Self.blockRows) { blocks.append([]) }
        blocks[blocks.count - 1] += vector
        count += 1
    }

    public subscript(row: Int) -> ArraySlice<Float> {
        let start = row % Self.blockRows * dimension
        return blocks[row / Self.blockRows][start..<start + dimension]
    }

    /// All of them as one table, for what wants it so.
    public func vectors() throws -> Vectors { try Vectors(count: count, dimension: dimension, values: blocks.flatMap { $0 }) }

    /// The nearest `wanted` rows, nearest first; of equally near ones the lower row first. Exact: every row from `first` on is
    /// looked at. Blocks and computes.
    public func nearest(_ query: [Float], count wanted: Int, from first: Int = 0, threads: Int? = nil) throws -> [Match] {
        precondition(query.count == dimension)
        guard wanted > 0, first < count else { return [] }
        let firstBlock = first / Self.blockRows
        let parts = Parts<NearestList>(blocks.count - firstBlock)
        try Crew(threads: threads).each(parts.count) { part in parts.set(part, nearest(query, wanted, in: firstBlock + part, from: first)) }
        var merged = NearestList(capacity: wanted)
        for part in parts.all {
            for (square, place) in zip(part.squares, part.places) { _ = merged.offer(square, Int(place)) }
        }
        return zip(merged.places, merged.squares).map { Match(row: Int($0), similarity: Float(-$1)) }
    }

    /// Lists keep the smallest, so products are kept by their negative.
    private func nearest(_ query: [Float], _ wanted: Int, in block: Int, from first: Int) -> NearestList {
        var list = NearestList(capacity: wanted)
        query.withUnsafeBufferPointer { query in
            blocks[block].withUnsafeBufferPointer { values in
                guard let a = query.baseAddress, let start = values.baseAddress else { return }
                for row in max(0, first - block * Self.blockRows)..<values.count / dimension {
                    let square = -Double(Self.product(a, start + row * dimension, dimension))
                    if square <= list.limit { _ = list.offer(square, block * Self.blockRows + row) }
                }
            }
        }
        return list
    }

    /// The block in which a row lies, and its place in there.
    static func block(of row: Int) -> Int { row / blockRows }
    static func place(of row: Int) -> Int { row % blockRows }

    /// A block's rows, one after the other.
    func withBlock(_ block: Int, _ body: (UnsafePointer<Float>) -> Void) {
        blocks[block].withUnsafeBufferPointer { if let start = $0.baseAddress { body(start) } }
    }

    /// The squared distance of two vectors: the sum of squared differences, so that equal ones are exactly 0 apart.
    @inline(__always)
    static func square(_ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ count: Int) -> Float {
        let (x, y) = (UnsafeRawPointer(a), UnsafeRawPointer(b))
        func difference(_ byte: Int) -> SIMD8<Float> {
            x.loadUnaligned(fromByteOffset: byte, as: SIMD8<Float>.self) - y.loadUnaligned(fromByteOffset: byte, as: SIMD8<Float>.self)
        }
        var (first, second) = (SIMD8<Float>.zero, SIMD8<Float>.zero)
        var at = 0
        while at + 16 <= count {
            let (near, far) = (difference(at &* 4), difference(at &* 4 &+ 32))
            first += near * near
            second += far * far
            at &+= 16
        }
        var sum = (first + second).sum()
        while at < count {
            sum += (a[at] - b[at]) * (a[at] - b[at])
            at &+= 1
        }
        return sum
    }

    @inline(__always)
    private static func product(_ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ count: Int) -> Float {
        let (x, y) = (UnsafeRawPointer(a), UnsafeRawPointer(b))
        var (first, second) = (SIMD8<Float>.zero, SIMD8<Float>.zero)
        var at = 0
        while at + 16 <= count {
            first += x.loadUnaligned(fromByteOffset: at &* 4, as: SIMD8<Float>.self) * y.loadUnaligned(fromByteOffset: at &* 4, as: SIMD8<Float>.self)
            second +=
                x.loadUnaligned(fromByteOffset: at &* 4 &+ 32, as: SIMD8<Float>.self)
                * y.loadUnaligned(fromByteOffset: at &* 4 &+ 32, as: SIMD8<Float>.self)
            at &+= 16
        }
        var sum = (first + second).sum()
        while at < count {
            sum += a[at] * b[at]
            at &+= 1
        }
        return sum
    }
}
