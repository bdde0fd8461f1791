import Clustering
import Testing

/// Maps of tables, small and beyond what is laid out itself.
@Suite struct PlanarMapTests {
    private static func table(_ vectors: Vectors) -> UnitTable {
        var table = UnitTable(dimension: vectors.dimension)
        for row in 0..<vectors.count {
            let length = vectors[row].reduce(0) { $0 + $1 * $1 }.squareRoot()
            table.append(vectors[row].map { $0 / length })
        }
        return table
    }

    /// The part of the points whose nearest other point is of the same group, where row `i` is of group `i % groups`.
    private static func purity(_ points: [SIMD2<Float>], groups: Int) -> Double {
        let right = points.indices.count { a in
            let nearest = points.indices.filter { $0 != a }.min { distance(points[a], points[$0]) < distance(points[a], points[$1]) }
            return nearest.map { $0 % groups == a % groups } ?? false
        }
        return Double(right) / Double(points.count)
    }

    private static func distance(_ a: SIMD2<Float>, _ b: SIMD2<Float>) -> Float { ((a - b) * (a - b)).sum() }

    @Test func bothMapsFillTheUnitSquareAndKeepGroupsTogether() throws {
        let map = PlanarMap(Self.table(try Vectors.groups(seed: 3, count: 300, dimension: 24, groups: 4)))
        #expect(map.sample == Array(0..<300))
        for points in [try map.components(), try map.neighbours()] {
            #expect(points.count == 300 && points.allSatisfy { (0...1).contains($0.x) && (0...1).contains($0.y) })
            let (xs, ys) = (points.map(\.x), points.map(\.y))
            let longer = max((xs.max() ?? 0) - (xs.min() ?? 0), (ys.max() ?? 0) - (ys.min() ?? 0))
            #expect(abs(longer - 1) < 1e-5)
            #expect(Self.purity(points, groups: 4) > 0.95)
        }
    }

    @Test func rowsBeyondTheSampleLieAmongTheirLike() throws {
        let map = PlanarMap(Self.table(try Vectors.groups(seed: 5, count: 900, dimension: 16, groups: 5)), mostLaidOut: 200)
        #expect(map.sample.count == 200 && Set(map.sample).count == 200 && map.sample == map.sample.sorted())
        // A sample that is not the first rows alone.
        #expect(map.sample.contains { $0 >= 600 } && map.sample.contains { $0 < 300 })
        let points = try map.neighbours()
        #expect(points.count == 900 && points.allSatisfy { $0.x.isFinite && $0.y.isFinite })
        #expect(Self.purity(points, groups: 5) > 0.95)
        #expect(try points == map.neighbours())
    }

    @Test func equalAndSingleVectorsLieInTheMiddle() throws {
        for count in [1, 2, 50] {
            var table = UnitTable(dimension: 3)
            for _ in 0..<count { table.append([0, 1, 0]) }
            #expect(try PlanarMap(table).components() == Array(repeating: SIMD2(0.5, 0.5), count: count))
            #expect(try PlanarMap(table).neighbours().allSatisfy { (0...1).contains($0.x) && (0...1).contains($0.y) })
        }
    }

    @Test func stopsWhenItIsNoLongerWanted() throws {
        let map = PlanarMap(Self.table(try Vectors.groups(seed: 7, count: 400, dimension: 8, groups: 3)), mostLaidOut: 100)
        #expect(throws: CancellationError.self) { try map.neighbours(WorkProgress(isCancelled: { true })) }
    }
}
