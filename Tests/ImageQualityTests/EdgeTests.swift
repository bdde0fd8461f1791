import Core
import Foundation
import OracleSupport
import Pixels
import Testing

@testable import ImageQuality

/// Pictures about which little can be said, and files that are none.
@Suite struct EdgeTests {
    private let models: QualityModels

    init() throws {
        models = try QualityModels(file: Array(Data(contentsOf: PythonOracle.repository.appendingPathComponent(".quality/models.json"))))
    }

    private func picture(_ width: Int, _ height: Int, channels: Int = 3, _ value: (Int, Int) -> Int) -> PixelBuffer {
        PixelBuffer(width: width, height: height, channels: channels) { out in
            for index in 0..<width * height * channels {
                out[index] = UInt8(truncatingIfNeeded: value(index / channels % width, index / channels / width))
            }
        }
    }

    @Test(arguments: [0, 128, 255]) func nothingButOneValue(_ value: Int) {
        let quality = ImageQuality(picture(200, 150) { _, _ in value }, models: models)
        #expect(quality[.sharpness] == 0 && quality[.noise] == 0 && quality[.contrast] == 0 && quality[.entropy] == 0)
        #expect(quality[.piqe] == 100)
        #expect(quality.values.values.allSatisfy { $0.isFinite })
        #expect(quality.flags().contains(.blurry) && quality.flags().contains(.lowInformation) && quality.flags().contains(.grey))
        #expect(quality.flags().contains(.dark) == (value == 0) && quality.flags().contains(.bright) == (value == 255))
    }

    /// Sizes smaller than any window or block, odd ones, and all channels: no trap, nothing that is not a number.
    @Test func everySize() {
        for width in [1, 2, 3, 5, 7, 8, 15, 16, 17, 33, 95, 96, 97] {
            for height in [1, 2, 4, 6, 7, 16, 31, 96] {
                for channels in [1, 3, 4] {
                    let quality = ImageQuality(picture(width, height, channels: channels) { ($0 * 37 + $1 * 91) ^ ($0 * $1) }, models: models)
                    #expect(quality.values.values.allSatisfy { $0.isFinite }, "\(width) x \(height) x \(channels): \(quality.values)")
                    #expect((quality[.niqe] == nil) == (width < 96 || height < 96), "\(width) x \(height)")
                }
            }
        }
    }

    /// Grey as one channel is the same picture as grey as three.
    @Test func channelsDoNotMatter() {
        let pattern: (Int, Int) -> Int = { x, y in 128 + Int(90 * sin(Double(x) / 5) * cos(Double(y) / 7)) + (x * y) % 13 }
        let one = ImageQuality(picture(120, 110, channels: 1, pattern), models: models)
        let three = ImageQuality(picture(120, 110, channels: 3, pattern), models: models)
        for metric in QualityMetric.allCases {
            guard let a = one[metric], let b = three[metric] else {
                Issue.record("\(metric) has no value")
                continue
            }
            #expect((a - b).magnitude < 1e-9 * max(1, b.magnitude), "\(metric): \(a) \(b)")
        }
    }

    @Test func withoutModelsTheRestIsMeasured() {
        let quality = ImageQuality(picture(120, 110) { ($0 * 37 + $1 * 91) ^ ($0 * $1) }, models: .none)
        #expect(quality[.brisque] == nil && quality[.niqe] == nil)
        #expect(quality.values.count == QualityMetric.allCases.count - 2)
    }

    @Test(arguments: ["", "{}", "[1]", #"{"brisque": {}, "niqe": {}}"#, #"{"brisque": {"gamma": "x"}, "niqe": {"mean": [1]}}"#])
    func aFileThatIsNoModelIsRefused(_ text: String) {
        #expect(throws: (any Error).self) { try QualityModels(file: Array(text.utf8)) }
    }

    @Test func solvesWhatMatricesSay() throws {
        let matrix = SymmetricMatrix(size: 2, values: [4, 1, 1, 3])
        // [1, 2] · ([[3, -1], [-1, 4]] / 11) [1, 2]
        let form = try #require(matrix.inverseForm([1, 2]))
        #expect(abs(form - 15.0 / 11) < 1e-12)
        #expect(SymmetricMatrix(size: 2, values: [1, 2, 2, 1]).inverseForm([1, 1]) == nil)
    }
}
