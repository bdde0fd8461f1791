import Core
import Detection
import Foundation
import ImageCodecs
@testable import ONNXInference
import OracleSupport
import Pixels
import Testing

@Suite struct DetectorModelTests {
    private func model() throws -> DetectorModel {
        try DetectorModel(ONNXRuntime.shared(), path: UltralyticsOracle.shared.get().model, threads: 2)
    }

    @Test func findsWhatUltralyticsFinds() throws {
        let oracle = try UltralyticsOracle.shared.get()
        let model = try model()
        var boxes = 0
        for answer in oracle.answers {
            let picture = try ImageDecoder.decode(read(answer.path))
            #expect((picture.width, picture.height) == (answer.width, answer.height), "\(answer.path)")
            let thresholds = DetectionThresholds(confidence: answer.confidence, iou: answer.iou)
            let found = try model.predict(picture, thresholds).detections
            #expect(found.count == answer.boxes.count, "\(answer.path)")
            for (mine, theirs) in zip(found, answer.boxes) {
                #expect(mine.classIndex == Int(theirs[5]), "\(answer.path)")
                #expect(abs(Double(mine.confidence) - theirs[4]) < 1e-3, "\(answer.path)")
                let edges = [mine.box.x - theirs[0], mine.box.y - theirs[1], mine.box.right - theirs[2], mine.box.bottom - theirs[3]]
                #expect(edges.allSatisfy { abs($0) < 1 }, "\(answer.path): \(edges)")
            }
            boxes += found.count
        }
        #expect(boxes > 500)
    }

    @Test func readsTheModelsMetadata() throws {
        let info = try model().info
        #expect(info == ModelInfo(task: .detect, classNames: ["RBC", "it's", "Plättchen"], inputWidth: 320, inputHeight: 320, hasFreeBatch: false))
        #expect(info.name(of: 1) == "it's")
        #expect(info.name(of: 7) == "class 7")
    }

    @Test func answersManyThreadsAtOnce() async throws {
        let oracle = try UltralyticsOracle.shared.get()
        let model = try model()
        let picture = try ImageDecoder.decode(read(oracle.answers[0].path))
        let alone = try model.predict(picture, DetectionThresholds()).detections
        let executor = BlockingExecutor(name: "inference", threads: 4, queueLimit: 16)
        try await withThrowingTaskGroup(of: [Detection].self) { group in
            for _ in 0..<8 { group.addTask { try await executor.run { try model.predict(picture, DetectionThresholds()).detections } } }
            for try await found in group { #expect(found == alone) }
        }
    }

    /// A model that loops for ever on a bright picture, though not on the blank one that warms it.
    @Test func anEndlessModelIsStopped() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("fovea-endless-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Support/endless.py")
        _ = try PythonOracle.run(String(contentsOf: script, encoding: .utf8), [folder.path], in: .trainer)
        let runtime = try ONNXRuntime.shared()
        let model = try DetectorModel(runtime, path: folder.appendingPathComponent("endless.onnx").path, threads: 1)
        let white = PixelBuffer(width: 64, height: 64, channels: 3, bytes: [UInt8](repeating: 255, count: 64 * 64 * 3))
        let stop = try RunStop(runtime)
        let executor = BlockingExecutor(name: "endless", threads: 1, queueLimit: 1)
        async let endless = executor.run { Result { try model.predict(white, DetectionThresholds(), stop: stop) } }
        try await Task.sleep(for: .milliseconds(300))
        stop.stop()
        let result = try await endless
        let error = #expect(throws: FoveaError.self) { try result.get() }
        #expect(error?.kind == .timeout)
        // The model itself is unharmed.
        let black = PixelBuffer(width: 64, height: 64, channels: 3, bytes: [UInt8](repeating: 0, count: 64 * 64 * 3))
        #expect(try model.predict(black, DetectionThresholds(), stop: RunStop(runtime)).detections == [])
    }

    @Test func refusesWhatIsNoModel() throws {
        let oracle = try UltralyticsOracle.shared.get()
        for path in [oracle.answers[0].path, "/nowhere/model.onnx"] {
            let error = #expect(throws: FoveaError.self) { _ = try DetectorModel(ONNXRuntime.shared(), path: path, threads: 1) }
            #expect(error?.kind == .invalid)
            #expect(error?.message.contains("not an ONNX model") == true)
            #expect(error?.message.contains("/nowhere") == false)
        }
    }
}

@Suite struct RuntimeTests {
    @Test func everyPlaceInTheTableAnswers() throws {
        // Opening, describing, metadata and running (the other tests) call each function that we know the place of.
        let runtime = try ONNXRuntime.shared()
        #expect(runtime.version.split(separator: ".").count == 3)
        let session = try ONNXSession(runtime, path: UltralyticsOracle.shared.get().model, threads: 1, spinning: false)
        #expect(session.inputs == [.init(name: "images", shape: [1, 3, 320, 320], element: 1)])
        #expect(session.outputs == [.init(name: "output0", shape: [1, 7, 2100], element: 1)])
        #expect(session.metadata("task") == "detect")
        #expect(session.metadata("nothing") == nil)
    }

    @Test func looksWhereItIsTold() {
        let chosen = RuntimeLibrary.candidates(
            environment: ["FOVEA_ONNXRUNTIME": "/x/libonnxruntime.so.1"], application: "/app", workingDirectory: "/here")
        #expect(chosen == ["/x/libonnxruntime.so.1"])
        let places = RuntimeLibrary.candidates(environment: [:], application: "/app", workingDirectory: "/here")
        #expect(places.first == "/app")
        #expect(places.contains("/here/.venv/lib/python3*/site-packages/onnxruntime/capi"))
        let error = #expect(throws: FoveaError.self) {
            _ = try RuntimeLibrary.find(environment: ["FOVEA_ONNXRUNTIME": "/nowhere"], application: "/app")
        }
        #expect(error?.kind == .unavailable)
        #expect(throws: FoveaError.self) { _ = try ONNXRuntime(path: "/etc/hostname") }
    }
}
