import Core
import Foundation
import Geometry
import OracleSupport
import Testing

@testable import Agreement

/// Numbers that others' programs must give too: scipy's assignment, scikit-learn's kappa, the krippendorff package's alpha.
@Suite(.enabled(if: PythonOracle.isReady(.tools))) struct OracleTests {
    @Test func theAssignmentIsTheBestThatThereIs() throws {
        var random = SplitMix(seed: 7)
        let matrices: [[[Double]]] = (0..<200).map { index in
            let rows = 1 + Int(random.next() % 9), columns = 1 + Int(random.next() % 9)
            // Many ties in every third one.
            let steps: Double = index % 3 == 0 ? 3 : 1e6
            return (0..<rows).map { _ in (0..<columns).map { _ in (Double(random.next() % 1000) / 999 * steps).rounded() / steps } }
        }
        let script = """
            import json, sys
            from scipy.optimize import linear_sum_assignment
            import numpy as np
            for weights in json.load(sys.stdin):
                weights = np.array(weights)
                rows, columns = linear_sum_assignment(weights, maximize=True)
                print(repr(float(weights[rows, columns].sum())))
            """
        let said = try oracle(script, matrices)
        for (weights, expected) in zip(matrices, said) {
            let pairs = Hungarian.maximum(weights)
            #expect(Set(pairs.map(\.row)).count == pairs.count && Set(pairs.map(\.column)).count == pairs.count)
            let sum = pairs.reduce(0) { $0 + weights[$1.row][$1.column] }
            #expect(abs(sum - expected) < 1e-9, "\(weights): \(sum), scipy \(expected)")
        }
        #expect(said.count == matrices.count)
    }

    @Test func kappaIsScikitLearns() throws {
        var random = SplitMix(seed: 11)
        let cases: [[[Int]]] = (0..<60).map { index in
            (0..<(2 + Int(random.next() % 40))).map { _ in
                let a = Int(random.next() % 4)
                return [a, random.next() % 3 == 0 ? Int(random.next() % 4) : a]
            } + [[0, 1]]
        }
        let script = """
            import json, sys
            from sklearn.metrics import cohen_kappa_score
            for pairs in json.load(sys.stdin):
                print(repr(float(cohen_kappa_score([a for a, _ in pairs], [b for _, b in pairs]))))
            """
        for (pairs, expected) in zip(cases, try oracle(script, cases)) {
            let kappa = try #require(Coefficients.cohenKappa(pairs.map { ($0[0], $0[1]) }))
            #expect(abs(kappa - expected) < 1e-12, "\(pairs)")
        }
    }

    @Test func alphaIsKrippendorffs() throws {
        var random = SplitMix(seed: 13)
        // Units by people; -1: said nothing.
        let cases: [[[Int]]] = (0..<60).map { _ in
            let people = 2 + Int(random.next() % 4)
            return (0..<(3 + Int(random.next() % 30))).map { _ in
                let truth = Int(random.next() % 4)
                return (0..<people).map { _ in
                    random.next() % 5 == 0 ? -1 : random.next() % 4 == 0 ? Int(random.next() % 4) : truth
                }
            } + [[0, 1] + Array(repeating: -1, count: people - 2)]
        }
        let script = """
            import json, sys
            import numpy as np, krippendorff
            for units in json.load(sys.stdin):
                data = np.array(units, dtype=float).T
                data[data < 0] = np.nan
                print(repr(float(krippendorff.alpha(reliability_data=data, level_of_measurement="nominal"))))
            """
        for (units, expected) in zip(cases, try oracle(script, cases)) {
            let alpha = try #require(Coefficients.krippendorffAlpha(units.map { $0.map { $0 < 0 ? nil : $0 } }))
            #expect(abs(alpha - expected) < 1e-12, "\(units)")
        }
    }

    /// Matching of whole images falls apart into groups: the sum must be that of the whole matrix at once.
    @Test func matchingInPartsIsMatchingAtOnce() throws {
        var random = SplitMix(seed: 17)
        let label = ID.make(), size = PixelSize(width: 400, height: 300)
        func layer() -> [LabelledShape] {
            (0..<30).map { _ in
                let box = Box(
                    x: Double(random.next() % 340), y: Double(random.next() % 240), width: 20 + Double(random.next() % 40),
                    height: 20 + Double(random.next() % 40))
                return LabelledShape(label: label, geometry: .box(box))
            }
        }
        let layers = (0..<20).map { _ in (layer(), layer()) }
        let tables = layers.map { left, right in
            left.map { a in
                right.map { b -> Double in
                    var similarity = Similarity(size: size)
                    let value = similarity.of(a, b)
                    return value >= 0.1 ? value : 0
                }
            }
        }
        let script = """
            import json, sys
            from scipy.optimize import linear_sum_assignment
            import numpy as np
            for weights in json.load(sys.stdin):
                weights = np.array(weights)
                rows, columns = linear_sum_assignment(weights, maximize=True)
                print(repr(float(weights[rows, columns].sum())))
            """
        for ((left, right), expected) in zip(layers, try oracle(script, tables)) {
            var similarity = Similarity(size: size)
            let matches = Matching.best(similarity.candidates(left, right, sameLabel: true), threshold: 0.1)
            #expect(matches.count > 1)
            #expect(abs(matches.reduce(0) { $0 + $1.similarity } - expected) < 1e-9)
        }
    }

    private func oracle(_ script: String, _ input: some Encodable) throws -> [Double] {
        let text = try PythonOracle.run(script, input: Array(JSONEncoder().encode(input)))
        return text.split(separator: "\n").compactMap { Double($0) }
    }
}

/// Vigna's splitmix64: the same numbers each time.
struct SplitMix {
    private var state: UInt64
    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}
