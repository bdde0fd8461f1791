import Foundation
import ImageCodecs
import OracleSupport
import Pixels
import Testing

@testable import NearDuplicates

/// The signature against numpy's averaging and scipy's cosine transform.
@Suite struct SignatureTests {
    private static let oracle = """
        import json, sys
        import numpy as np
        from scipy.fft import dctn

        def weights(size, cells=64):
            # Row k: how much of each pixel lies in cell k, of mean 1.
            edges = np.arange(cells + 1) * size / cells
            left = np.maximum(np.arange(size)[None], edges[:-1, None])
            right = np.minimum(np.arange(size)[None] + 1, edges[1:, None])
            return np.maximum(right - left, 0) * cells / size

        for path in sys.argv[1:]:
            picture = np.load(path).astype(float)
            grey = picture @ [0.299, 0.587, 0.114] if picture.shape[2] == 3 else picture[:, :, 0]
            cells = weights(grey.shape[0]) @ grey @ weights(grey.shape[1]).T
            print(json.dumps(dctn(cells, norm="ortho")[:16, :16].ravel().tolist()))
        """

    /// numpy's file of bytes.
    private static func npy(_ picture: PixelBuffer) -> Data {
        var header = "{'descr': '|u1', 'fortran_order': False, 'shape': (\(picture.height), \(picture.width), \(picture.channels)), }"
        header += String(repeating: " ", count: 63 - (10 + header.utf8.count) % 64) + "\n"
        return Data([0x93]) + Data("NUMPY".utf8) + Data([1, 0, UInt8(header.utf8.count & 255), UInt8(header.utf8.count >> 8)])
            + Data(header.utf8) + Data(picture.bytes)
    }

    @Test func theFrequenciesAreScipys() throws {
        var pictures = [(640, 480, 3), (64, 64, 1), (37, 201, 3), (5, 3, 3), (1, 1, 1), (129, 65, 1)].enumerated().map { seed, size in
            Made.noise(width: size.0, height: size.1, channels: size.2, seed: UInt64(seed + 1))
        }
        if let folder = PythonOracle.realData?.appendingPathComponent("JPEGImages") {
            for name in try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().prefix(12) {
                pictures.append(try ImageDecoder.decode(Array(Data(contentsOf: folder.appendingPathComponent(name)))))
            }
        }
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("fovea-signature-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let files = try pictures.enumerated().map { index, picture in
            let file = folder.appendingPathComponent("\(index).npy")
            try Self.npy(picture).write(to: file)
            return file.path
        }
        let answers = try PythonOracle.run(Self.oracle, files).split(separator: "\n").map {
            try JSONDecoder().decode([Double].self, from: Data($0.utf8))
        }
        #expect(answers.count == pictures.count)
        for (picture, theirs) in zip(pictures, answers) {
            let ours = Frequencies(GreyCells(picture)).values
            let worst = zip(ours, theirs).map { abs($0 - $1) }.max() ?? .infinity
            #expect(worst < 1e-8, "\(picture.width)x\(picture.height): \(worst)")
            let bits = PictureSignature(picture).bits
            for (place, value) in theirs.enumerated() where place > 0 && abs(value) > 1e-6 {
                let (row, column) = (place / 16, place % 16)
                let bit = bits.words[row % 2 * 2 + column % 2] >> UInt64(row / 2 * 8 + column / 2) & 1
                #expect((bit == 1) == (value > 0), "row \(row), column \(column)")
            }
            #expect(bits.words[0] & 1 == 0)
        }
    }

    /// The bits of a turned picture follow from the bits of the picture.
    @Test(arguments: Orientation.allCases) func turnedPicturesHaveTurnedBits(_ turn: Orientation) {
        let picture = Made.noise(width: 128, height: 192, channels: 3, seed: 9)
        let (turned, masked) = (PictureSignature(picture.oriented(turn)).bits, PictureSignature(picture).bits.oriented(turn))
        #expect(turned.distance(to: masked) == 0)
        if turn != .upright { #expect(turned.distance(to: PictureSignature(picture).bits) > 80) }
    }

    @Test func plainPicturesAreFeatureless() {
        for grey: UInt8 in [0, 128, 255] {
            let plain = PixelBuffer(width: 100, height: 80, channels: 1, bytes: [UInt8](repeating: grey, count: 8000))
            #expect(PictureSignature(plain).isFeatureless)
        }
        let slope = PixelBuffer(width: 256, height: 256, channels: 1) { out in for index in out.indices { out[index] = UInt8(index % 256) } }
        #expect(PictureSignature(slope).isFeatureless)
        #expect(!PictureSignature(Made.noise(width: 256, height: 256, channels: 3, seed: 1)).isFeatureless)
    }

    @Test func pixelsAreTheSameWhateverTheChannels() {
        let grey = Made.noise(width: 20, height: 10, channels: 1, seed: 2)
        #expect(PictureSignature(grey) == PictureSignature(grey.rgb()))
        let other = PixelBuffer(width: 10, height: 20, channels: 1, bytes: grey.bytes)
        #expect(PictureSignature(grey).pixels != PictureSignature(other).pixels)
    }
}
