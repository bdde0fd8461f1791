import Core
import Geometry
import OracleSupport
import Testing

@Suite struct RunLengthsTests {
    @Test(arguments: 0..<40) func pixelsComeBack(_ seed: UInt64) throws {
        var random = SplitMix(state: seed)
        let (height, width) = (Int.random(in: 1...40, using: &random), Int.random(in: 1...40, using: &random))
        let pixels = (0..<height * width).map { _ in UInt8(Int.random(in: 0...2, using: &random) / 2) }
        let runs = try RunLengths(height: height, width: width, rows: pixels)
        #expect(runs.rows == pixels)
        #expect(runs.area == pixels.reduce(0) { $0 + Int($1) })
        #expect(try RunLengths(Mask(runs)) == runs)
    }

    @Test func refusesRunsOfAnotherSize() {
        #expect(throws: RunLengths.Failure.sum(found: 5, expected: 6)) { try RunLengths(height: 2, width: 3, counts: [5]) }
        #expect(throws: RunLengths.Failure.size) { try RunLengths(height: 0, width: 3, counts: []) }
        #expect(throws: RunLengths.Failure.text) { try RunLengths(height: 2, width: 3, compressed: "ooooooooooooooooo") }
        #expect(throws: RunLengths.Failure.text) { try RunLengths(height: 2, width: 3, compressed: "é") }
        #expect(throws: RunLengths.Failure.text) { try RunLengths(height: 2, width: 3, compressed: "O") }  // -1
    }

    @Test(arguments: 0..<30) func outlinesCoverExactlyTheMask(_ seed: UInt64) throws {
        var random = SplitMix(state: seed &+ 99)
        let (height, width) = (Int.random(in: 1...24, using: &random), Int.random(in: 1...24, using: &random))
        let pixels = (0..<height * width).map { _ in UInt8(Int.random(in: 0...2, using: &random) > 0 ? 1 : 0) }
        let runs = try RunLengths(height: height, width: width, rows: pixels)
        var back: RunLengths?
        var area = 0.0
        for polygon in runs.polygons {
            let part = try #require(RunLengths(polygon, height: height, width: width))
            back = back?.union(part) ?? part
            area += polygon.area
        }
        #expect(area == Double(runs.area))
        #expect((back?.rows ?? [UInt8](repeating: 0, count: pixels.count)) == pixels)
    }

    @Test func farAwayRingsAreCutFirst() throws {
        let far = [Point(-1e300, -1e300), Point(1e300, -1e300), Point(1e300, 1e300), Point(-1e300, 1e300)]
        #expect(try #require(RunLengths(ring: far, height: 8, width: 8)).area == 64)
        #expect(RunLengths(ring: [Point(0, 0), Point(.nan, 0), Point(1, 1)], height: 8, width: 8) == nil)
    }
}

/// The same masks and rings go through pycocotools: every count, area, box, IoU and text must be equal.
@Suite struct RunLengthsOracleTests {
    @Test func equalsPycocotools() throws {
        var random = SplitMix(state: 7)
        var cases: [JSON] = []
        var ours: [String] = []
        for _ in 0..<300 {
            let (height, width) = (Int.random(in: 1...60, using: &random), Int.random(in: 1...60, using: &random))
            let ring = (0..<Int.random(in: 3...9, using: &random)).map { _ in
                Point(
                    Double.random(in: -8...Double(width + 8), using: &random),
                    Double.random(in: -8...Double(height + 8), using: &random))
            }
            let runs = try #require(RunLengths(ring: ring, height: height, width: width))
            let pixels = (0..<height * width).map { _ in UInt8(Int.random(in: 0...4, using: &random) / 4) }
            let noise = try RunLengths(height: height, width: width, rows: pixels)
            cases.append([
                "h": .int(Int64(height)), "w": .int(Int64(width)),
                "ring": .array(ring.flatMap { [JSON.double($0.x), .double($0.y)] }),
                "pixels": .array(pixels.map { .int(Int64($0)) }),
            ])
            ours.append(describe(runs))
            ours.append(describe(noise))
            ours.append("\(rounded(runs.iou(noise))) \(rounded(runs.iou(noise, crowd: true))) \(runs.union(noise).area)")
        }
        let theirs = try PythonOracle.run(script, input: JSON.array(cases).bytes)
        let lines = theirs.split(separator: "\n").map(String.init)
        #expect(lines.count == ours.count)
        let different = zip(lines, ours).filter { $0 != $1 }
        #expect(different.isEmpty, "\(different.count) of \(ours.count), the first \(different.first.map { "\($0)" } ?? "")")
    }

    private func describe(_ runs: RunLengths) -> String {
        let box = runs.boundingBox ?? Box(x: 0, y: 0, width: 0, height: 0)
        return "\(runs.compressed) \(runs.area) \(Int(box.x)) \(Int(box.y)) \(Int(box.width)) \(Int(box.height))"
    }

    private func rounded(_ value: Double) -> Int { Int((value * 1e9).rounded()) }

    private let script = """
        import json, sys
        import numpy as np
        from pycocotools import mask as M
        def show(r):
            b = M.toBbox(r)
            print(r["counts"].decode(), int(M.area(r)), *[int(v) for v in b])
        def nine(v):
            return int(np.floor(float(v) * 1e9 + .5))
        for c in json.load(sys.stdin):
            h, w = c["h"], c["w"]
            a = M.frPyObjects([c["ring"]], h, w)[0]
            n = M.encode(np.asfortranarray(np.array(c["pixels"], dtype=np.uint8).reshape(h, w)))
            show(a); show(n)
            # The last argument says whether the second is a crowd; then the first's own area is the union.
            print(nine(M.iou([a], [n], [0])[0][0]), nine(M.iou([a], [n], [1])[0][0]), int(M.area(M.merge([a, n]))))
        """
}

/// Steele, Lea and Flood's generator: the same numbers on every machine.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
