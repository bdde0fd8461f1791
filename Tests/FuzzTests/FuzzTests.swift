import Foundation
import FuzzTargets
import OracleSupport
import Testing

/// Every input of the corpus, and a bounded sample of what random changes make of it; `make fuzz` goes on for longer, guided
/// by coverage. A crash ends the process: the input that did it is in `fovea-fuzz-<target>` of the folder for temporary files.
@Suite(.serialized) struct FuzzTests {
    private static let mutations = 400

    @Test(arguments: FuzzTarget.allCases) func nothingBreaks(_ target: FuzzTarget) throws {
        let folder = PythonOracle.repository.appendingPathComponent("Tests/Corpus/\(target.rawValue)")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        #expect(!names.isEmpty)
        let corpus = try names.map { [UInt8](try Data(contentsOf: folder.appendingPathComponent($0))) }
        let last = FileManager.default.temporaryDirectory.appendingPathComponent("fovea-fuzz-\(target.rawValue)")
        func run(_ bytes: [UInt8]) throws {
            try Data(bytes).write(to: last)
            target.run(bytes)
        }
        for bytes in corpus { try run(bytes) }
        for number in 0..<Self.mutations {
            var mutator = Mutator(seed: UInt64(number + 1))
            try run(mutator.mutate(corpus[number % corpus.count], with: corpus[(number * 7 + 3) % corpus.count]))
        }
        try FileManager.default.removeItem(at: last)
    }
}
