import Core
import Drift
import OracleSupport
import Testing

@Suite struct DriftTests {
    private struct Numbers: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return (state >> 33) ^ (state << 31)
        }
        mutating func normal() -> Double { (0..<12).reduce(-6) { sum, _ in sum + Double.random(in: 0..<1, using: &self) } }
    }

    private func ask(_ script: String, _ input: JSON) throws -> [Double] {
        let answer = try JSON.parse(try PythonOracle.run(script, input: Array(input.text.utf8)))
        return answer.array?.compactMap(\.double) ?? []
    }

    private func json(_ values: [Double]) -> JSON { .array(values.map { .double($0) }) }

    @Test(
        .enabled(if: PythonOracle.isReady(.tools)),
        arguments: [([10, 20, 30], [12, 18, 33]), ([100, 0, 5], [3, 40, 0]), ([1, 1], [1000, 1]), ([7, 0, 3, 12, 1], [7, 0, 3, 12, 1])])
    func countsAreJudgedAsBySciPy(_ a: [Int], _ b: [Int]) throws {
        let script = """
            import json, sys
            import numpy as np
            from scipy.spatial.distance import jensenshannon
            from scipy.stats import chi2_contingency
            a, b = np.array(json.load(sys.stdin))
            table = np.array([a, b])[:, (a + b) > 0]
            found = chi2_contingency(table, correction=False)
            print(json.dumps([float(np.nan_to_num(jensenshannon(a / a.sum(), b / b.sum(), base=2))), found.statistic, found.pvalue, float(found.dof)]))
            """
        let expected = try ask(script, [json(a.map(Double.init)), json(b.map(Double.init))])
        let found = try #require(CountDrift(a, b))
        // A distance is the root of a difference that may be rounding alone.
        #expect(abs(found.distance - expected[0]) < 1e-7)
        #expect(abs(found.chiSquared - expected[1]) <= 1e-9 * max(1, expected[1]))
        #expect(abs(found.p - expected[2]) <= 1e-10)
        #expect(Double(found.degrees) == expected[3])
    }

    @Test(.enabled(if: PythonOracle.isReady(.tools))) func smallProbabilitiesAreRightToo() throws {
        let script = """
            import json, sys
            from scipy.stats import chi2_contingency
            print(json.dumps([chi2_contingency([[900, 100, n], [100, 900, 50]], correction=False).pvalue for n in (0, 10, 50, 400)]))
            """
        for (n, expected) in zip([0, 10, 50, 400], try ask(script, .null)) {
            let found = try #require(CountDrift([900, 100, n], [100, 900, 50])).p
            #expect(abs(found - expected) <= 1e-9 * expected, "\(found) \(expected)")
        }
    }

    @Test(.enabled(if: PythonOracle.isReady(.tools)), arguments: [(200, 300, 0.0), (50, 40, 0.5), (1000, 1000, 0.1), (5, 7, 2), (400, 90, 3)])
    func measuresAreJudgedAsBySciPy(_ m: Int, _ n: Int, _ shift: Double) throws {
        var random = Numbers(state: UInt64(m * 31 + n))
        // To one digit, so that many are equal.
        let a = (0..<m).map { _ in (random.normal() * 10).rounded() / 10 }, b = (0..<n).map { _ in ((random.normal() + shift) * 10).rounded() / 10 }
        let script = """
            import json, sys
            import numpy as np
            from scipy.stats import ks_2samp, kstwobign
            a, b = (np.array(x) for x in json.load(sys.stdin))
            found = ks_2samp(a, b)
            effective = np.sqrt(len(a) * len(b) / (len(a) + len(b)))
            limit = kstwobign.sf((effective + 0.12 + 0.11 / effective) * found.statistic)
            edges = np.unique(np.sort(a)[[k * len(a) // 10 for k in range(1, 10)]])
            share = lambda x: np.maximum(np.bincount(np.searchsorted(edges, x, side="right"), minlength=len(edges) + 1) / len(x), 1e-4)
            p, q = share(a), share(b)
            print(json.dumps([found.statistic, float(limit), found.pvalue, float(((q - p) * np.log(q / p)).sum())]))
            """
        let expected = try ask(script, [json(a), json(b)])
        let found = try #require(MeasureDrift(a, b))
        #expect(abs(found.statistic - expected[0]) < 1e-12)
        #expect(abs(found.p - expected[1]) <= 1e-9)
        // The limit is near the exact probability.
        #expect(abs(found.p - expected[2]) < 0.08)
        #expect(abs(found.stability - expected[3]) <= 1e-9 * max(1, expected[3]))
    }

    @Test(.enabled(if: PythonOracle.isReady(.tools)), arguments: [(60, 40, 0.0), (60, 40, 0.8), (3, 2, 0.1)])
    func discrepancyIsThatOfTheKernel(_ m: Int, _ n: Int, _ shift: Float) throws {
        let (a, b) = vectors(m, n, shift)
        let script = """
            import json, sys
            import numpy as np
            from sklearn.metrics.pairwise import rbf_kernel, euclidean_distances
            a, b = (np.array(x) for x in json.load(sys.stdin))
            x = np.vstack([a, b])
            squares = np.sort(euclidean_distances(x, squared=True)[np.triu_indices(len(x), 1)])
            k = rbf_kernel(x, gamma=1 / squares[len(squares) // 2])
            m = len(a)
            print(json.dumps([float(np.sqrt(k[:m, :m].mean() + k[m:, m:].mean() - 2 * k[:m, m:].mean()))]))
            """
        let input = JSON.array([a, b].map { .array($0.map { json($0.map(Double.init)) }) })
        let expected = try ask(script, input)[0]
        let found = try #require(VectorDrift(a, b, seed: 1))
        #expect(abs(found.discrepancy - expected) < 1e-4, "\(found.discrepancy) \(expected)")
    }

    private func vectors(_ m: Int, _ n: Int, _ shift: Float) -> ([[Float]], [[Float]]) {
        var random = Numbers(state: UInt64(m + n))
        func some(_ count: Int, _ shift: Float) -> [[Float]] { (0..<count).map { _ in (0..<11).map { _ in Float(random.normal()) + shift } } }
        return (some(m, 0), some(n, shift))
    }

    @Test func vectorsOfOnePopulationAreNotToldApartAndOthersAre() throws {
        // Of twenty pairs of equal populations few may look different by chance.
        let chance = (0..<20).count { index in
            let (a, b) = vectors(30 + index, 40, 0)
            return (VectorDrift(a, b)?.p ?? 0) < 0.05
        }
        #expect(chance <= 4)
        let (a, b) = vectors(60, 50, 0.7)
        let found = try #require(VectorDrift(a, b, seed: 4))
        #expect(found.p == 0.005 && found == VectorDrift(a, b, seed: 4))
    }

    @Test func whatIsEmptyHasNoAnswerAndWhatIsEqualHasNoDrift() {
        #expect(CountDrift([0, 0], [1, 2]) == nil && CountDrift([], []) == nil)
        #expect(CountDrift([5], [9])?.p == 1 && CountDrift([5], [9])?.distance == 0)
        #expect(CountDrift([5, 0], [0, 9])?.distance == 1)
        #expect(MeasureDrift([], [1]) == nil)
        let same = MeasureDrift([1, 2, 3], [1, 2, 3])
        #expect(same?.statistic == 0 && same?.p == 1 && same?.stability == 0)
        #expect(MeasureDrift([1], [2])?.statistic == 1)
        #expect(VectorDrift([[1, 0]], [[0, 1], [1, 1]]) == nil)
        let equal = VectorDrift([[1, 0], [1, 0]], [[1, 0], [1, 0]])
        #expect(equal?.discrepancy == 0 && equal?.p == 1)
    }
}
