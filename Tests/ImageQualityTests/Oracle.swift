import Core
import Foundation
import ImageCodecs
import OracleSupport
import Pixels

@testable import ImageQuality

/// Pictures with growing faults, and what the references say about them. Made once for all tests.
struct Oracle {
    struct Picture {
        var name: String
        var source: Int
        var kind: String
        var step: Int
        var pixels: PixelBuffer
        var theirs: JSON
    }

    let pictures: [Picture]
    let models: QualityModels

    static let shared = Result { try Oracle() }

    private static let support = PythonOracle.repository.appendingPathComponent("Tests/ImageQualityTests/Support")

    private init() throws {
        models = try QualityModels(file: Array(Data(contentsOf: PythonOracle.repository.appendingPathComponent(".quality/models.json"))))
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("fovea-quality-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let photographs = PythonOracle.realData.map { [$0.appendingPathComponent("JPEGImages").path] } ?? []
        func script(_ name: String) throws -> String {
            String(decoding: try Data(contentsOf: Self.support.appendingPathComponent(name)), as: UTF8.self)
        }
        _ = try PythonOracle.run(try script("pictures.py"), [folder.path] + photographs, in: .quality)
        let tools = PythonOracle.repository.appendingPathComponent("Tests/support").path
        // NumPy has an exponential of its own for processors with AVX-512, which differs in the last digit: BRISQUE's reference
        // then gives other scores for flat pictures. Fovea follows the C library's, which NumPy takes elsewhere.
        let variables = ["NPY_DISABLE_CPU_FEATURES": "AVX512F AVX512CD AVX512_SKX AVX512_CLX AVX512_CNL AVX512_ICL AVX512_SPR"]
        let answers = try PythonOracle.run(try script("oracle.py"), [folder.path, tools], in: .quality, variables: variables)
        pictures = try answers.split(separator: "\n").map { line in
            let theirs = try JSON.parse(String(line))
            let name = theirs["name"]?.string ?? ""
            let parts = name.split(separator: "-")
            let bytes = Array(try Data(contentsOf: folder.appendingPathComponent("\(name).png")))
            return Picture(
                name: name, source: Int(parts[0]) ?? 0, kind: String(parts[1]), step: Int(parts[2]) ?? 0,
                pixels: try ImageDecoder.decode(bytes), theirs: theirs)
        }
    }

    /// A source and what became of it, from the picture itself to the worst.
    func series(_ source: Int, _ kind: String) -> [Picture] {
        pictures.filter { $0.source == source && ($0.kind == kind || $0.kind == "plain") }.sorted { $0.step < $1.step }
    }
}
