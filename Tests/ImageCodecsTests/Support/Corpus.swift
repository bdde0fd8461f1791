import Core
import Foundation
import OracleSupport

/// Pictures of every kind, made by Pillow, with Pillow's own upright RGB beside each.
struct Corpus: Sendable {
    struct Entry: Sendable {
        var file: String
        var width: Int
        var height: Int
        var tolerance: Int
        var bytes: [UInt8]
        var expected: [UInt8]
    }

    let entries: [Entry]

    func bytes(_ file: String) throws -> [UInt8] {
        guard let entry = entries.first(where: { $0.file == file }) else { throw Missing(file: file) }
        return entry.bytes
    }

    struct Missing: Error { let file: String }

    /// Made once for all tests; the folder is removed again.
    static let shared = Result { try Corpus() }

    private init() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("fovea-corpus-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("corpus.py")
        let list = try PythonOracle.run(
            String(contentsOf: script, encoding: .utf8), [folder.path] + Self.photographs)
        entries = try (JSON.parse(list).array ?? []).map { item in
            let file = item["file"]?.string ?? ""
            return Entry(
                file: file, width: Int(item["width"]?.int ?? 0), height: Int(item["height"]?.int ?? 0),
                tolerance: Int(item["tolerance"]?.int ?? 0), bytes: try read(folder.appendingPathComponent(file)),
                expected: try read(folder.appendingPathComponent(file + ".rgb")))
        }
    }

    /// Some real photographs, where the machine has them.
    static var photographs: [String] {
        guard let data = PythonOracle.realData else { return [] }
        let folder = data.appendingPathComponent("bccd/JPEGImages")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { $0.hasSuffix(".jpg") }.sorted().prefix(8).map { folder.appendingPathComponent($0).path }
    }
}

func read(_ url: URL) throws -> [UInt8] { [UInt8](try Data(contentsOf: url)) }
