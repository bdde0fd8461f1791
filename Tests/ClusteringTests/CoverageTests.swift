import Clustering
import Core
import OracleSupport
import Testing

@Suite struct CoverageTests {
    /// Every fourth row of `groups` belongs to one group; scaled to length 1.
    private func table(seed: UInt64, count: Int, dimension: Int, groups: Int, spread: Float = 0.1) throws -> UnitTable {
        Self.unit(try Vectors.groups(seed: seed, count: count, dimension: dimension, groups: groups, spread: spread))
    }

    private static func unit(_ vectors: Vectors) -> UnitTable {
        var table = UnitTable(dimension: vectors.dimension)
        for row in 0..<vectors.count {
            let length = vectors[row].reduce(0) { $0 + $1 * $1 }.squareRoot()
            table.append(vectors[row].map { $0 / length })
        }
        return table
    }

    private func distance(_ table: UnitTable, _ a: Int, _ b: Int) -> Double {
        zip(table[a], table[b]).reduce(0) { $0 + (Double($1.0) - Double($1.1)) * (Double($1.0) - Double($1.1)) }.squareRoot()
    }

    // --- uniqueness and representativeness ---

    /// The formulas on the neighbours and distances of scikit-learn.
    @Test(.enabled(if: PythonOracle.isReady(.tools)), arguments: [(400, 32, 5), (900, 7, 3), (12, 16, 2), (2, 4, 1)])
    func equalsTheFormulasOnTheNeighboursOfOthers(_ count: Int, _ dimension: Int, _ groups: Int) throws {
        let table = try table(seed: UInt64(count), count: count, dimension: dimension, groups: groups, spread: 0.3)
        let script = """
            import io, json, sys
            import numpy as np
            from sklearn.neighbors import NearestNeighbors
            x = np.load(io.BytesIO(sys.stdin.buffer.read())).astype(np.float64)
            around = min(20, len(x) - 1)
            distances, places = NearestNeighbors(n_neighbors=around, algorithm="brute").fit(x).kneighbors()
            reach, spread = distances[:, :3].mean(1), distances.mean(1)
            median = np.sort(spread)[len(x) // 2]
            shift = np.linalg.norm(x - x[places].mean(1), axis=1)
            middle = np.exp(-2 * spread / median) * (1 - shift / spread)
            print(json.dumps([(reach / reach.max()).tolist(), (middle / max(middle.max(), 1e-300)).tolist()]))
            """
        let expected = try JSON.parse(try PythonOracle.run(script, input: try table.vectors().asFile)).array ?? []
        let found = try CoverageScores(table, threads: 2)
        #expect(found.isExact)
        let (reach, middle) = (expected[0].array?.compactMap(\.double) ?? [], expected[1].array?.compactMap(\.double) ?? [])
        #expect(reach.count == count && middle.count == count)
        // Two rows each have the other as their whole surroundings: neither is in a middle.
        let tolerance = 1e-6
        #expect(zip(found.uniqueness, reach).allSatisfy { abs($0 - $1) < tolerance })
        if count > 2 { #expect(zip(found.representativeness, middle).allSatisfy { abs($0 - $1) < tolerance }) }
    }

    /// A large tight group, a small one, and one far from all: what people expect of the two numbers.
    @Test func aGroupsMiddleStandsForItAndWhatIsAloneIsUnique() throws {
        var random = SplitMix(state: 7)
        func near(_ centre: [Float], _ spread: Float) -> [Float] { centre.map { $0 + Float.random(in: -spread...spread, using: &random) } }
        let large: [Float] = [1, 0, 0, 0, 0, 0, 0, 0], small: [Float] = [0, 1, 0, 0, 0, 0, 0, 0], alone: [Float] = [0, 0, 0, 0, 1, 0, 0, 0]
        let rows = [large] + (0..<99).map { _ in near(large, 0.1) } + (0..<8).map { _ in near(small, 0.1) } + [alone]
        let scores = try CoverageScores(Self.unit(try Vectors(rows)))
        #expect(scores.representativeness[0] == scores.representativeness.max() && scores.representativeness[0] == 1)
        #expect(scores.uniqueness[108] == 1)
        let ofLarge = scores.representativeness[0..<100].sorted()
        #expect(ofLarge[50] > (scores.representativeness[100..<108].max() ?? 1), "the small group stands for few")
        #expect(scores.representativeness[108] < ofLarge[5], "an outlier stands for nobody")
    }

    /// Neighbours on two sides are not neighbours all around: what lies between two groups stands for neither.
    @Test(arguments: [8, 32, 128]) func whatLiesBetweenGroupsStandsForNeither(_ dimension: Int) throws {
        var random = SplitMix(state: UInt64(dimension))
        let ends = (0..<2).map { _ in (0..<dimension).map { _ in Float.random(in: -1...1, using: &random) } }
        func near(_ place: [Float]) -> [Float] { place.map { $0 + Float.random(in: -0.3...0.3, using: &random) } }
        let between = zip(ends[0], ends[1]).map { ($0 + $1) / 2 }
        let rows = (0..<150).map { _ in near(ends[0]) } + (0..<60).map { _ in near(ends[1]) } + (0..<5).map { _ in near(between) }
        let scores = try CoverageScores(Self.unit(try Vectors(rows))).representativeness
        let typical = scores[0..<210].sorted()[20]
        #expect(scores[210...].allSatisfy { $0 < typical }, "\(scores[210...]) \(typical)")
    }

    @Test func copiesAreNotUniqueAndTheAnswerIsOfTheRowsAlone() throws {
        let one = try table(seed: 3, count: 300, dimension: 12, groups: 4)
        var twice = UnitTable(dimension: 12)
        for row in 0..<300 { twice.append(Array(one[row])) }
        for _ in 0..<3 { twice.append(Array(one[17])) }
        let scores = try CoverageScores(twice, threads: 1)
        #expect(scores.uniqueness[17] == 0 && scores.uniqueness[302] == 0)
        let again = try CoverageScores(twice, threads: 5)
        #expect(scores.uniqueness == again.uniqueness && scores.representativeness == again.representativeness)
        #expect((scores.uniqueness + scores.representativeness).allSatisfy { (0...1).contains($0) })
    }

    @Test func fewRowsAndEqualRowsHaveAnAnswerToo() throws {
        var table = UnitTable(dimension: 3)
        table.append([1, 0, 0])
        let alone = try CoverageScores(table)
        #expect(alone.uniqueness == [1] && alone.representativeness == [1])
        for _ in 0..<40 { table.append([1, 0, 0]) }
        let equal = try CoverageScores(table)
        #expect(equal.uniqueness.allSatisfy { $0 == 0 } && equal.representativeness.allSatisfy { $0 == 1 })
        #expect(throws: FoveaError.self) { try CoverageScores(UnitTable(dimension: 3)) }
        #expect(throws: CancellationError.self) { try CoverageScores(table, progress: WorkProgress(isCancelled: { true })) }
    }

    /// By the graph nearly the same, and the same each time.
    @Test func theGraphSaysNearlyTheSame() throws {
        let table = try table(seed: 11, count: 3000, dimension: 24, groups: 6, spread: 0.4)
        let exact = try CoverageScores(table), graph = try CoverageScores(table, exactUpTo: 1000)
        #expect(exact.isExact && !graph.isExact)
        let far = zip(exact.uniqueness, graph.uniqueness).count { abs($0 - $1) > 0.01 }
        #expect(far < 30, "\(far) of 3000 differ")
        #expect(zip(exact.representativeness, graph.representativeness).count { abs($0 - $1) > 0.02 } < 30)
        #expect(try CoverageScores(table, exactUpTo: 1000, threads: 3).uniqueness == graph.uniqueness)
    }

    // --- which first ---

    /// The largest distance of any row from its nearest of `centres`.
    private func reach(_ table: UnitTable, _ rows: [Int], _ centres: [Int]) -> Double {
        rows.map { row in centres.map { distance(table, row, $0) }.min() ?? .infinity }.max() ?? 0
    }

    /// Gonzalez' guarantee against the best of all choices.
    @Test(arguments: 0..<20) func isWithinTwiceTheBest(_ seed: UInt64) throws {
        let table = try table(seed: seed, count: 13, dimension: 4, groups: 5, spread: 0.6), rows = Array(0..<13)
        for wanted in 1...4 {
            let found = try FarthestFirst(table, count: wanted, among: rows, covered: [], start: Int(seed % 13))
            let best = Self.choices(13, wanted).map { reach(table, rows, $0) }.min() ?? 0
            let ours = reach(table, rows, found.picks.map(\.row))
            #expect(found.picks.count == wanted && Set(found.picks.map(\.row)).count == wanted)
            #expect(ours <= 2 * best + 1e-6, "\(ours) for \(best)")
            #expect(abs(found.reachAfter - ours) < 1e-3)
        }
    }

    private static func choices(_ count: Int, _ wanted: Int, from first: Int = 0) -> [[Int]] {
        guard wanted > 0 else { return [[]] }
        guard first < count else { return [] }
        return (first..<count).flatMap { row in choices(count, wanted - 1, from: row + 1).map { [row] + $0 } }
    }

    @Test(arguments: 0..<8) func everyPlantedGroupIsHit(_ seed: UInt64) throws {
        let groups = 12
        let table = try table(seed: seed, count: 12 * 40, dimension: 48, groups: groups, spread: 0.08)
        let found = try FarthestFirst(table, count: groups, among: Array(0..<480), covered: [], start: 5)
        #expect(Set(found.picks.map { $0.row % groups }).count == groups)
        // With four of them labelled, eight picks find the other eight.
        let covered = [0, 1, 2, 3, 12, 24]
        let rest = Array(Set(0..<480).subtracting(covered)).sorted()
        let more = try FarthestFirst(table, count: groups - 4, among: rest, covered: covered, start: rest[0])
        #expect(Set(more.picks.map { $0.row % groups }) == Set(4..<12))
        #expect((more.reachBefore ?? 0) > 3 * more.reachAfter)
    }

    /// The same picks and distances as the plain algorithm in NumPy.
    @Test(.enabled(if: PythonOracle.isReady(.tools))) func equalsThePlainAlgorithm() throws {
        let table = try table(seed: 21, count: 2500, dimension: 40, groups: 9, spread: 0.5)
        let script = """
            import io, json, sys
            import numpy as np
            x = np.load(io.BytesIO(sys.stdin.buffer.read())).astype(np.float64)
            picks, near = [7], np.linalg.norm(x - x[7], axis=1)
            while len(picks) < 60:
                picks.append(int(near.argmax()))
                near = np.minimum(near, np.linalg.norm(x - x[picks[-1]], axis=1))
            print(json.dumps(picks))
            """
        let answer = try JSON.parse(try PythonOracle.run(script, input: try table.vectors().asFile))
        let expected = answer.array?.compactMap { $0.int.map(Int.init) } ?? []
        let found = try FarthestFirst(table, count: 60, among: Array(0..<2500), covered: [], start: 7)
        #expect(found.picks.map(\.row) == expected)
        #expect(found.picks[0].distance == nil)
        let gaps = found.picks.dropFirst().compactMap(\.distance)
        #expect(gaps.count == 59 && zip(gaps, gaps.dropFirst()).allSatisfy { $0 >= $1 }, "each closes a smaller gap")
        for threads in [1, 4] {
            let again = try FarthestFirst(table, count: 60, among: Array(0..<2500).reversed(), covered: [], start: 7, threads: threads)
            #expect(again.picks == found.picks)
        }
    }

    @Test func stopsWhereNothingIsLeftToClose() throws {
        var table = UnitTable(dimension: 2)
        for row in 0..<10 { table.append(row.isMultiple(of: 2) ? [1, 0] : [0, 1]) }
        let found = try FarthestFirst(table, count: 5, among: Array(0..<10), covered: [], start: 4)
        #expect(found.picks.map(\.row) == [4, 1] && found.reachAfter == 0)
        let none = try FarthestFirst(table, count: 5, among: [2, 4], covered: [0], start: 2)
        #expect(none.picks.isEmpty && none.reachBefore == 0)
        #expect(throws: CancellationError.self) {
            try FarthestFirst(table, count: 5, among: [2, 4, 5], covered: [0], start: 2, progress: WorkProgress(isCancelled: { true }))
        }
        #expect(FarthestFirst.central([], in: table) == nil && FarthestFirst.drawn([], seed: 1) == nil)
        #expect(FarthestFirst.drawn(Array(0..<10), seed: 5) == FarthestFirst.drawn(Array(0..<10), seed: 5))
    }

    @Test func theCentralOneIsNearestToTheMean() throws {
        let table = try table(seed: 2, count: 200, dimension: 10, groups: 1, spread: 0.5)
        let mean = (0..<10).map { place in (0..<200).reduce(0) { $0 + Double(Array(table[$1])[place]) } / 200 }
        let nearest = (0..<200).min { a, b in
            func square(_ row: Int) -> Double { zip(table[row], mean).reduce(0) { $0 + (Double($1.0) - $1.1) * (Double($1.0) - $1.1) } }
            return square(a) < square(b)
        }
        #expect(FarthestFirst.central(Array(0..<200), in: table) == nearest)
    }
}
