import Clustering
import Core
import Testing

@Suite struct NeighbourTests {
    /// Against all distances, one by one, in double precision.
    @Test(arguments: [(1, 5), (2, 3), (63, 2), (64, 4), (65, 1), (130, 9), (70, 33), (70, 384)])
    func equalsAllDistances(_ count: Int, _ dimension: Int) throws {
        let vectors = try Vectors.groups(seed: UInt64(count), count: count, dimension: dimension, groups: min(count, 5))
        let wanted = 7
        for metric in Metric.allCases {
            let found = try NearestNeighbours.ofEach(vectors, count: wanted, metric: metric, threads: 2)
            for row in 0..<count {
                let all = (0..<count).filter { $0 != row }.map { distance(vectors[row], vectors[$0], metric) }.sorted()
                #expect(found[row].count == min(wanted, count - 1))
                for (neighbour, expected) in zip(found[row], all) {
                    #expect(abs(neighbour.distance - expected) <= 1e-12 * max(1, expected))
                    #expect(abs(distance(vectors[row], vectors[neighbour.row], metric) - neighbour.distance) < 1e-12)
                }
            }
        }
    }

    private func distance(_ a: ArraySlice<Float>, _ b: ArraySlice<Float>, _ metric: Metric) -> Double {
        func dot(_ a: ArraySlice<Float>, _ b: ArraySlice<Float>) -> Double { zip(a, b).reduce(0) { $0 + Double($1.0) * Double($1.1) } }
        switch metric {
        case .euclidean: return zip(a, b).reduce(0) { $0 + (Double($1.0) - Double($1.1)) * (Double($1.0) - Double($1.1)) }.squareRoot()
        case .cosine: return 1 - dot(a, b) / (dot(a, a) * dot(b, b)).squareRoot()
        }
    }

    /// Far from the origin single precision alone would see nothing but rounding.
    @Test func tellsApartWhatLiesFarAway() throws {
        let near = try Vectors.whole(seed: 3, count: 300, dimension: 6, below: 20)
        let far = try Vectors(count: near.count, dimension: near.dimension, values: near.values.map { $0 + 8_000_000 })
        #expect(try NearestNeighbours.ofEach(near, count: 12) == NearestNeighbours.ofEach(far, count: 12))
    }

    @Test func threadsChangeNothing() throws {
        let vectors = try Vectors.whole(seed: 4, count: 700, dimension: 4, below: 6)
        let one = try NearestNeighbours.ofEach(vectors, count: 20, threads: 1)
        #expect(try one == NearestNeighbours.ofEach(vectors, count: 20, threads: 7))
        #expect(one.allSatisfy { list in zip(list, list.dropFirst()).allSatisfy { $0.distance <= $1.distance } })
    }

    @Test func stopsWhenAsked() throws {
        let vectors = try Vectors.groups(seed: 1, count: 500, dimension: 8, groups: 3)
        #expect(throws: CancellationError.self) {
            try NearestNeighbours.ofEach(vectors, count: 5, progress: WorkProgress(isCancelled: { true }))
        }
    }

    @Test func refusesWhatHasNoDirection() throws {
        let vectors = try Vectors([[1, 0], [0, 0], [0, 1]])
        #expect { try NearestNeighbours.ofEach(vectors, count: 1, metric: .cosine) } throws: { "\($0)".contains("row 1") }
        #expect { try Vectors([[1, 0], [.nan, 0], [0, .infinity]]) } throws: { "\($0)".contains("rows 1, 2") }
        #expect { try Vectors([[1, 0], [1]]) } throws: { "\($0)".contains("Row 1") }
    }
}
