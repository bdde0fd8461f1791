import Core
import Detection
import Foundation
import OracleSupport
import Testing

@Suite struct SuppressionTests {
    /// Random proposals, crowded, against Ultralytics' `non_max_suppression` and `scale_boxes`.
    @Test(arguments: [(1, 60), (3, 800), (80, 3000)])
    func equalsUltralytics(_ classes: Int, _ anchors: Int) throws {
        let script = """
            import sys, json, base64
            import numpy as np, torch
            sys.modules.pop("torchvision", None)
            from ultralytics.utils import nms, ops
            rng = np.random.default_rng(\(classes))
            out = []
            for conf, iou in ((0.25, 0.7), (0.001, 0.45), (0.6, 0.2)):
                p = np.zeros((1, 4 + \(classes), \(anchors)), np.float32)
                centre = rng.uniform(50, 590, (12, 2)); pick = rng.integers(0, 12, \(anchors))
                p[0, :2] = (centre[pick] + rng.normal(0, 12, (\(anchors), 2))).T
                p[0, 2:4] = rng.uniform(20, 120, (2, \(anchors)))
                # All different: among equal scores Ultralytics has no order of its own.
                p[0, 4:] = rng.permutation(np.linspace(0.0001, 0.9999, \(classes) * \(anchors))).reshape(\(classes), \(anchors))
                raw = base64.b64encode(p.tobytes()).decode()
                kept = nms.non_max_suppression(torch.from_numpy(p.copy()), conf, iou, max_det=300, max_time_img=60)[0]
                kept[:, :4] = ops.scale_boxes((640, 640), kept[:, :4], (517, 333))
                out.append({"raw": raw, "conf": conf, "iou": iou, "kept": kept.double().tolist()})
            print(json.dumps(out))
            """
        let answer = try PythonOracle.run(script, in: .trainer, variables: ["YOLO_OFFLINE": "1", "YOLO_AUTOINSTALL": "false"])
        let letterbox = Letterbox(sourceWidth: 333, sourceHeight: 517, inputWidth: 640, inputHeight: 640)
        let head = YOLOHead(classCount: classes, anchorCount: anchors, channelCount: 4 + classes)
        // The first run greets on standard output.
        for item in try JSON.parse(String(answer.split(separator: "\n").last ?? "")).array ?? [] {
            let raw = try #require(Data(base64Encoded: item["raw"]?.string ?? ""))
            let thresholds = DetectionThresholds(
                confidence: Float(item["conf"]?.double ?? 0), iou: Float(item["iou"]?.double ?? 0))
            let found = raw.withUnsafeBytes { head.detections($0.bindMemory(to: Float.self), letterbox, thresholds) }
            let expected = (item["kept"]?.array ?? []).map { $0.array?.compactMap(\.double) ?? [] }
            #expect(found.count == expected.count)
            for (mine, theirs) in zip(found, expected) {
                #expect(mine.classIndex == Int(theirs[5]))
                #expect(abs(Double(mine.confidence) - theirs[4]) < 1e-6)
                #expect(abs(mine.box.x - theirs[0]) < 1e-3 && abs(mine.box.y - theirs[1]) < 1e-3)
                #expect(abs(mine.box.right - theirs[2]) < 1e-3 && abs(mine.box.bottom - theirs[3]) < 1e-3)
            }
        }
    }

    private func values(_ rows: [[Float]]) -> [Float] {
        // Rows of proposals to channels by anchors.
        (0..<rows[0].count).flatMap { channel in rows.map { $0[channel] } }
    }

    @Test func keepsOverlappingBoxesOfDifferentClasses() {
        let letterbox = Letterbox(sourceWidth: 100, sourceHeight: 100, inputWidth: 100, inputHeight: 100)
        let head = YOLOHead(classCount: 2, anchorCount: 3, channelCount: 6)
        let numbers = values([[50, 50, 20, 20, 0.9, 0], [51, 50, 20, 20, 0.8, 0], [50, 51, 20, 20, 0, 0.7]])
        func found(_ agnostic: Bool) -> [Int] {
            numbers.withUnsafeBufferPointer {
                head.detections($0, letterbox, DetectionThresholds(classAgnostic: agnostic)).map(\.classIndex)
            }
        }
        #expect(found(false) == [0, 1])
        #expect(found(true) == [0])
    }

    @Test func answersNothingForNothing() {
        let letterbox = Letterbox(sourceWidth: 100, sourceHeight: 100, inputWidth: 100, inputHeight: 100)
        let head = YOLOHead(classCount: 1, anchorCount: 2, channelCount: 5)
        let numbers = values([[.nan, 50, 20, 20, .nan], [51, 50, 20, 20, 0.1]])
        #expect(numbers.withUnsafeBufferPointer { head.detections($0, letterbox, DetectionThresholds()) }.isEmpty)
    }

    @Test func readsHeadsThatNeedNoSuppression() {
        let letterbox = Letterbox(sourceWidth: 200, sourceHeight: 100, inputWidth: 100, inputHeight: 100)
        let numbers: [Float] = [10, 35, 20, 45, 0.9, 1, 0, 0, 5, 5, 0.1, 0]
        let found = numbers.withUnsafeBufferPointer {
            EndToEndHead(rowCount: 2).detections($0, letterbox, DetectionThresholds())
        }
        #expect(found.count == 1)
        #expect(found.first?.classIndex == 1)
        #expect(found.first.map { ($0.box.x, $0.box.y, $0.box.width, $0.box.height) } ?? (0, 0, 0, 0) == (20, 20, 20, 20))
    }
}
