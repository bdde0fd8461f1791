import Core
import Foundation
@testable import ONNXInference
import OracleSupport
import Testing

@Suite struct SelfContainedTests {
    /// Models that ONNX's own library wrote: each hides its outside tensor in another place.
    @Test func refusesModelsThatNameOtherFilesWhereverTheyDo() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("fovea-outside-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Support/outside.py")
        let said = try PythonOracle.run(String(contentsOf: script, encoding: .utf8), [folder.path], in: .trainer)
        let names = said.split(whereSeparator: \.isWhitespace)
        #expect(names.count == 10)
        let runtime = try ONNXRuntime.shared()
        for name in names where name != "inside" {
            let error = #expect(throws: FoveaError.self, "\(name)") {
                _ = try ONNXSession(runtime, path: folder.appendingPathComponent("\(name).onnx").path, threads: 1)
            }
            #expect(error?.kind == .invalid)
            #expect(error?.message.contains("outside of its file") == true, "\(name): \(error?.message ?? "")")
        }
        // The same model with its weights inside is one, so it was not for anything else.
        let inside = folder.appendingPathComponent("inside.onnx").path
        #expect(try ONNXSession(runtime, path: inside, threads: 1).metadata("task") == "detect")

        // Cut anywhere it is refused or walked, never read past its end.
        let bytes = try read(inside)
        for count in 1..<bytes.count {
            bytes[..<count].withUnsafeBytes { part in try? SelfContained.require(part) }
        }
    }

    @Test func refusesNestingThatWouldEndTheStack() throws {
        // A graph in an attribute in a node in a graph, and so on, each length right.
        var bytes: [UInt8] = []
        for field in (0..<9000).map({ [6, 5, 1][$0 % 3] }) + [7] { bytes = [UInt8(field << 3 | 2)] + varint(bytes.count) + bytes }
        let error = #expect(throws: FoveaError.self) { try bytes.withUnsafeBytes { try SelfContained.require($0) } }
        #expect(error?.message.contains("nested too deeply") == true)
    }

    private func varint(_ value: Int) -> [UInt8] {
        value < 128 ? [UInt8(value)] : [UInt8(value & 0x7F | 0x80)] + varint(value >> 7)
    }
}
