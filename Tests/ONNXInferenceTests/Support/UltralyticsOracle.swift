import Core
import Foundation
import OracleSupport

/// A detector file, pictures, and what Ultralytics finds in them with that file. Made once for all tests, about half a minute.
struct UltralyticsOracle: Sendable {
    struct Answer: Sendable {
        var path: String
        var confidence: Float
        var iou: Float
        var width: Int
        var height: Int
        /// Left, top, right, bottom, score, class.
        var boxes: [[Double]]
    }

    let folder: String
    let model: String
    let answers: [Answer]

    static let shared = Result { try UltralyticsOracle() }

    private init() throws {
        let place = FileManager.default.temporaryDirectory.appendingPathComponent("fovea-oracle-model")
        try? FileManager.default.removeItem(at: place)
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        folder = place.path
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("oracle.py")
        let trainer = PythonOracle.repository.appendingPathComponent("trainer").path
        let said = try PythonOracle.run(
            String(contentsOf: script, encoding: .utf8), [folder, trainer] + Self.photographs, in: .trainer)
        let json = try JSON.parse(String(said.split(separator: "\n").last ?? ""))
        model = json["model"]?.string ?? ""
        answers = (json["answers"]?.array ?? []).map { item in
            Answer(
                path: item["path"]?.string ?? "", confidence: Float(item["confidence"]?.double ?? 0),
                iou: Float(item["iou"]?.double ?? 0), width: Int(item["width"]?.int ?? 0), height: Int(item["height"]?.int ?? 0),
                boxes: (item["boxes"]?.array ?? []).map { ($0.array ?? []).compactMap(\.double) })
        }
    }

    /// Some real photographs, where the machine has them.
    private static var photographs: [String] {
        guard let data = PythonOracle.realData else { return [] }
        let folder = data.appendingPathComponent("bccd/JPEGImages")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { $0.hasSuffix(".jpg") }.sorted().prefix(4).map { folder.appendingPathComponent($0).path }
    }
}

func read(_ path: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(fileURLWithPath: path))) }
