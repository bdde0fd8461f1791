import Detection
import OracleSupport
import Pixels
import Testing

/// Held against Ultralytics' own code where the trainer's environment is installed, which test machines have.
@Suite struct LetterboxTests {
    @Test func equalsUltralyticsToTheBit() throws {
        let sizes = [(640, 480), (333, 517), (1920, 1080), (50, 50), (2, 2), (1, 7), (641, 479), (320, 320), (319, 320), (1000, 3), (75, 321)]
        let script = """
            import sys, numpy as np
            from ultralytics.data.augment import LetterBox
            out = []
            for w, h in \(sizes.map { "(\($0.0), \($0.1))" }.joined(separator: ", ").wrapped):
                i = np.arange(w * h * 3, dtype=np.int64)
                image = ((i * 73 + i // 7) % 256).astype(np.uint8).reshape(h, w, 3)
                for size in ((320, 320), (640, 416)):
                    done = LetterBox((size[1], size[0]), auto=False)(image=image)
                    checks = (done.astype(np.int64).ravel() * (np.arange(done.size) % 1009 + 1)).sum()
                    print(w, h, size[0], size[1], done.shape[1], done.shape[0], int(checks))
            """
        let answer = try PythonOracle.run(script, in: .trainer, variables: ["YOLO_OFFLINE": "1", "YOLO_AUTOINSTALL": "false"])
        var compared = 0
        for line in answer.split(separator: "\n") {
            let numbers = line.split(separator: " ").compactMap { Int($0) }
            guard numbers.count == 7 else { continue }
            let (width, height) = (numbers[0], numbers[1])
            let picture = PixelBuffer(
                width: width, height: height, channels: 3,
                bytes: (0..<width * height * 3).map { UInt8(truncatingIfNeeded: $0 &* 73 &+ $0 / 7) })
            let box = Letterbox(sourceWidth: width, sourceHeight: height, inputWidth: numbers[2], inputHeight: numbers[3])
            let values = box.apply(picture)
            let plane = numbers[2] * numbers[3]
            var sum = 0
            for index in 0..<plane * 3 {
                let byte = Int((values[index % 3 * plane + index / 3] * 255).rounded())
                sum += byte * (index % 1009 + 1)
            }
            #expect(sum == numbers[6], "\(width) x \(height) into \(numbers[2]) x \(numbers[3])")
            compared += 1
        }
        #expect(compared == sizes.count * 2)
    }

    @Test func mapsBoxesBackAndCutsThemOff() {
        let box = Letterbox(sourceWidth: 1280, sourceHeight: 720, inputWidth: 640, inputHeight: 640)
        #expect((box.scaledWidth, box.scaledHeight, box.left, box.top) == (640, 360, 0, 140))
        let mapped = box.toSource(left: 100, top: 150, right: 200, bottom: 700)
        #expect((mapped.x, mapped.y, mapped.width, mapped.height) == (200, 20, 200, 700))
        #expect(box.toSource(x: -5, y: 140).x == 0)
    }

    @Test func padsWithGrey() {
        let box = Letterbox(sourceWidth: 4, sourceHeight: 2, inputWidth: 4, inputHeight: 4)
        let values = box.apply(PixelBuffer(width: 4, height: 2, channels: 3, bytes: [UInt8](repeating: 255, count: 24)))
        #expect(values[0] == Float(114) / 255)
        #expect(values[4] == 1)
        #expect(values[12] == Float(114) / 255)
    }
}

extension String {
    fileprivate var wrapped: String { "[\(self)]" }
}
