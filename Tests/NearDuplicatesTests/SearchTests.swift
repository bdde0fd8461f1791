import Foundation
import OracleSupport
import Pixels
import Testing

@testable import NearDuplicates

/// Searches against numpy's comparison of all with all.
@Suite struct SearchTests {
    private static let oracle = """
        import sys
        import numpy as np
        bits = np.unpackbits(np.frombuffer(sys.stdin.buffer.read(), np.uint8).reshape(-1, 32), axis=1).astype(np.int16)
        distance = bits @ (1 - bits).T
        distance += distance.T
        for a, b in zip(*np.where(np.triu(distance <= 96, 1))):
            print(a, b, distance[a, b])
        """

    @Test func pairsAreNumpys() throws {
        let bits = Made.bits(1500, seed: 5)
        let bytes = bits.flatMap { one in (0..<4).flatMap { word in withUnsafeBytes(of: one.words[word].littleEndian) { Array($0) } } }
        let theirs = try PythonOracle.run(Self.oracle, input: bytes).split(separator: "\n").map(String.init)
        let ours = try SignatureTable(bits).pairs(within: 96).map { "\($0.a) \($0.b) \($0.distance)" }
        #expect(theirs.count > 50)
        #expect(ours == theirs)
    }

    /// Every one of eight positions tried one by one.
    @Test func positionsAreThoseOfABruteSearch() {
        let bits = Made.bits(400, seed: 6)
        let table = SignatureTable(bits)
        var turns: Set<Orientation> = []
        for (index, query) in bits.enumerated() {
            let expected = bits.indices.dropFirst(index + 1).compactMap { other -> (Int, Int)? in
                let least = Orientation.allCases.map { query.distance(to: bits[other].oriented($0)) }.min() ?? 0
                return least <= 96 ? (other, least) : nil
            }
            let found = table.nearInAnyPosition(query, within: 96, from: index + 1)
            #expect(found.map(\.index) == expected.map(\.0))
            for hit in found {
                #expect(query.distance(to: bits[hit.index].oriented(hit.turn)) == hit.distance)
                turns.insert(hit.turn)
            }
            #expect(found.map(\.distance) == expected.map(\.1))
        }
        #expect(turns.count == 8)
    }

    @Test func anEmptyTableHasNothing() throws {
        #expect(SignatureTable([]).near(SignatureBits(words: .zero), within: 255).isEmpty)
        #expect(try SignatureTable([]).pairs(within: 255).isEmpty)
    }
}
