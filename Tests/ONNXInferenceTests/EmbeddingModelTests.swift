import Core
import Embedding
import Foundation
import ImageCodecs
import OracleSupport
import Pixels
import Testing

@testable import ONNXInference

/// The real loading code against Python's ONNX Runtime and torchvision, on models with random weights.
@Suite(.enabled(if: PythonOracle.isReady(.trainer), "scripts/setup-trainer makes the environment that exports models"))
struct EmbeddingModelTests {
    private struct Oracle: Sendable {
        let folder: String
        let answer: JSON
    }

    private static let oracle: Result<Oracle, any Error> = Result {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("fovea-embedding-oracle").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let script = try String(
            contentsOf: PythonOracle.repository.appendingPathComponent("Tests/ONNXInferenceTests/Support/embedding_oracle.py"), encoding: .utf8)
        let trainer = PythonOracle.repository.appendingPathComponent("trainer").path
        let said = try PythonOracle.run(script, [folder, trainer], in: .trainer)
        return Oracle(folder: folder, answer: try JSON.parse(Array(said.utf8)))
    }

    private static func distance(_ mine: [Float], _ theirs: JSON?) -> Double {
        let theirs = (theirs?.array ?? []).compactMap(\.double)
        guard theirs.count == mine.count else { return .infinity }
        return zip(mine, theirs).reduce(0) { max($0, abs(Double($1.0) - $1.1)) }
    }

    @Test(arguments: ["resnet50.onnx", "vit.onnx", "map.onnx"]) func vectorsEqualPythons(_ name: String) throws {
        let oracle = try Self.oracle.get()
        let told = oracle.answer["models"]?[name]
        let recipe = try EmbeddingRecipe.decode(told?["recipe"] ?? .null)
        let model = try EmbeddingModel(ONNXRuntime.shared(), path: "\(oracle.folder)/\(name)", recipe: recipe, threads: 2, spinning: false)
        let vectors = told?["vectors"]?.object?.members ?? []
        #expect(vectors.count == 4)
        for (picture, vector) in vectors {
            let pixels = try ImageDecoder.decode(ByteSource(path: "\(oracle.folder)/\(picture)").all())
            let prepared = try FloatBytes.floats(ByteSource(path: "\(oracle.folder)/\(name).\(picture).f32").all())
            let mine = ImagePreprocess(recipe).apply(pixels)
            let worst = zip(mine, prepared).reduce(Float(0)) { max($0, abs($1.0 - $1.1)) }
            #expect(mine.count == prepared.count && worst < 1e-6, "\(name) \(picture): inputs differ by \(worst)")
            let difference = Self.distance(try model.embed(pixels), vector)
            #expect(difference < 1e-4, "\(name) \(picture): vectors differ by \(difference)")
        }
    }

    @Test func textTowersEqualPythons() throws {
        let oracle = try Self.oracle.get()
        let words = oracle.answer["words"]
        let tower = try TextTower(ONNXRuntime.shared(), path: "\(oracle.folder)/words.onnx", threads: 1, spinning: false)
        #expect(tower.length == 20)
        let tokens = (words?["tokens"]?.array ?? []).compactMap(\.int)
        #expect(Self.distance(try tower.embed(tokens), words?["vector"]) < 1e-4)
        #expect(throws: FoveaError.self) { try tower.embed([1, 2, 3]) }
    }

    @Test func whatIsNoSuchModelIsRefusedWithTheReason() throws {
        let oracle = try Self.oracle.get()
        let runtime = try ONNXRuntime.shared()
        func refusal(_ file: String, _ change: (inout EmbeddingRecipe) -> Void) -> String {
            var recipe = EmbeddingRecipe()
            change(&recipe)
            do {
                _ = try EmbeddingModel(runtime, path: "\(oracle.folder)/\(file)", recipe: recipe, threads: 1, spinning: false)
                return "taken"
            } catch { return (error as? FoveaError)?.message ?? "\(error)" }
        }
        #expect(refusal("words.onnx") { _ in }.contains("does not take pictures"))
        #expect(refusal("resnet50.onnx") { $0.output = "nothing" }.contains("no float32 output nothing; it has: embedding"))
        #expect(refusal("vit.onnx") { _ in }.contains("96 pixels"))
        #expect(refusal("wide.png") { _ in }.contains("not an ONNX model"))
        #expect(throws: FoveaError.self) { try TextTower(runtime, path: "\(oracle.folder)/vit.onnx", threads: 1, spinning: false) }
    }
}

/// A detector's own features, by an output that its file did not have.
@Suite(.enabled(if: PythonOracle.isReady(.trainer), "scripts/setup-trainer makes the environment that exports models"))
struct DetectorFeaturesTests {
    @Test func theFeaturesOfADetectorBecomeAnOutput() throws {
        let runtime = try ONNXRuntime.shared(), path = try UltralyticsOracle.shared.get().model
        let features = try DetectorFeatures.find(runtime, path: path, threads: 2)
        // yolov8n: the pyramid at the end of the backbone joins four maps of 128 channels at stride 32.
        #expect(features.channels == 512 && features.side == 320)
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("fovea-features-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("model.onnx")
        try (Data(contentsOf: URL(fileURLWithPath: path)) + Data(GraphOutputs.suffix(naming: [features.output]))).write(to: file)

        // ONNX's own library reads the file as that graph with one more output, and finds the same numbers.
        let script = """
            import json, sys
            import numpy as np, onnx, onnxruntime
            model = onnx.load(sys.argv[1])
            session = onnxruntime.InferenceSession(sys.argv[1], providers=["CPUExecutionProvider"])
            (out,) = session.run([sys.argv[2]], {"images": np.full((1, 3, 320, 320), 100 / 255, np.float32)})
            vector = out[0].astype(np.float64).mean((1, 2))
            print(json.dumps({"outputs": [o.name for o in model.graph.output], "vector": (vector / np.linalg.norm(vector)).tolist()}))
            """
        let told = try JSON.parse(Array(try PythonOracle.run(script, [file.path, features.output], in: .trainer).utf8))
        #expect(told["outputs"]?.array?.compactMap(\.string) == ["output0", features.output])
        let model = try EmbeddingModel(
            runtime, path: file.path, recipe: .detector(side: features.side, output: features.output), threads: 2, spinning: false)
        let grey = PixelBuffer(width: 64, height: 48, channels: 3, bytes: [UInt8](repeating: 100, count: 64 * 48 * 3))
        let mine = try model.embed(grey), theirs = (told["vector"]?.array ?? []).compactMap(\.double)
        #expect(mine.count == 512 && theirs.count == 512)
        for (a, b) in zip(mine, theirs) { #expect(abs(Double(a) - b) < 1e-4) }
        // The detector is still one.
        let detector = try DetectorModel(runtime, path: file.path, threads: 2)
        #expect(detector.info.task == .detect)
    }

    @Test func whatHasNoFeaturesIsRefused() throws {
        #expect(throws: FoveaError.self) { try GraphOutputs.values(madeBy: ["Conv"], in: [0x3A, 0x7F, 1, 2]) }
        #expect(throws: FoveaError.self) { try GraphOutputs.values(madeBy: ["Conv"], in: Array("no model at all".utf8)) }
        #expect(try GraphOutputs.values(madeBy: ["Conv"], in: []) == [])
    }
}
