import Core
import Testing

@testable import Clustering

/// Search for one vector among many: exactly against a plain computation, by the graph against the exact one.
@Suite struct NeighbourIndexTests {
    /// Points about `centres` directions, as embeddings lie: neither all alike nor all apart.
    private static func table(_ count: Int, _ dimension: Int, seed: UInt64) -> UnitTable {
        var random = SeededRandom(seed: seed)
        func normal() -> Float { Float(random.normal()) }
        let centres = (0..<50).map { _ in (0..<dimension).map { _ in normal() } }
        var table = UnitTable(dimension: dimension)
        for index in 0..<count {
            let centre = centres[index % centres.count]
            let vector = centre.map { $0 + 0.8 * normal() }
            let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
            table.append(vector.map { $0 / length })
        }
        return table
    }

    @Test func exactSearchFindsWhatAPlainOneFinds() throws {
        let table = Self.table(5000, 37, seed: 1)
        for row in [0, 1777, 2048, 4999] {
            let query = Array(table[row])
            let all = (0..<table.count).map { other in
                (row: other, product: zip(query, table[other]).reduce(0.0) { $0 + Double($1.0) * Double($1.1) })
            }
            let expected = all.sorted { $0.product > $1.product }.prefix(20)
            for threads in [1, 3] {
                let found = try table.nearest(query, count: 20, threads: threads)
                #expect(found.first?.row == row)
                for (mine, theirs) in zip(found, expected) { #expect(abs(Double(mine.similarity) - theirs.product) < 1e-5) }
            }
        }
        #expect(try table.nearest(Array(table[3]), count: 9000).count == 5000)
        #expect(try table.nearest(Array(table[3]), count: 9000, from: 4990).map(\.row).sorted() == Array(4990..<5000))
        #expect(try UnitTable(dimension: 3).nearest([1, 0, 0], count: 5).isEmpty)
    }

    @Test func theGraphFindsNearlyAllOfTheTrueNeighbours() throws {
        let table = Self.table(20_000, 128, seed: 2)
        let index = try NeighbourIndex(table)
        var found = 0, wanted = 0
        for row in stride(from: 0, to: table.count, by: 101) {
            let query = Array(table[row])
            let exact = Set(try table.nearest(query, count: 24).map(\.row))
            let near = try index.nearest(query, count: 24)
            #expect(near.first?.row == row)
            #expect(zip(near, near.dropFirst()).allSatisfy { $0.similarity >= $1.similarity })
            found += exact.intersection(near.map(\.row)).count
            wanted += exact.count
        }
        let recall = Double(found) / Double(wanted)
        print("recall of the graph among 20,000 x 128: \(recall)")
        #expect(recall >= 0.98)
    }
}
