import Core
import Geometry
import OracleSupport
import Testing

/// Shapes between two keyframes, against NumPy.
@Suite struct InterpolationTests {
    private func between(_ a: Geometry, _ b: Geometry, _ fraction: Double) throws -> Geometry { try #require(a.interpolated(to: b, at: fraction)) }

    @Test func boxesGoStraight() throws {
        let a = Geometry.box(Box(x: 10, y: 20, width: 30, height: 40)), b = Geometry.box(Box(x: 60, y: 0, width: 20, height: 60))
        #expect(try between(a, b, 0) == a)
        #expect(try between(a, b, 1) == b)
        #expect(try between(a, b, 0.5) == .box(Box(x: 35, y: 10, width: 25, height: 50)))
    }

    @Test func rotatedBoxesTurnTheShorterWay() throws {
        func turned(_ angle: Double) -> Geometry { .rotatedBox(RotatedBox(cx: 50, cy: 50, width: 20, height: 10, angle: angle)) }
        func angle(_ from: Double, _ to: Double) throws -> Double {
            guard case .rotatedBox(let box) = try between(turned(from), turned(to), 0.5) else { throw FoveaError.bug("another kind") }
            return box.angle
        }
        #expect(try angle(10, 50) == 30)
        #expect(try angle(350, 10) == 360)
        #expect(try angle(-170, 170) == -180)
        #expect(try angle(30, 390) == 30)
    }

    @Test func numpySaysTheSame() throws {
        let random: [Double] = (0..<24).map { Double(($0 * 7919 + 13) % 1009) / 3 }
        func points(_ start: Int) -> [Point] { (0..<6).map { Point(random[start + 2 * $0], random[start + 2 * $0 + 1]) } }
        let script = """
            import sys, numpy, json
            a, b, t = json.loads(sys.argv[1])
            print(json.dumps([numpy.interp(t, [0, 1], pair).item() for pair in zip(a, b)]))
            """
        let a = Array(random[..<12]), b = Array(random[12...])
        for fraction in [0.1, 1.0 / 3, 0.9] {
            let told = try PythonOracle.run(script, ["[\(a), \(b), \(fraction)]"])
            let expected = try #require(try JSON.parse(told).array).compactMap(\.double)
            for (from, to) in [
                (Geometry.polyline(points(0)), Geometry.polyline(points(12))),
                (.polygon(Polygon(points: points(0))), .polygon(Polygon(points: points(12)))),
                (
                    .keypoints(points(0).map { Keypoint($0.x, $0.y, visibility: 2) }),
                    .keypoints(points(12).map { Keypoint($0.x, $0.y, visibility: 1) })
                ),
            ] {
                let shape = try between(from, to, fraction)
                let found: [Double] =
                    switch shape {
                    case .polyline(let line): line.flatMap { [$0.x, $0.y] }
                    case .polygon(let polygon): polygon.points.flatMap { [$0.x, $0.y] }
                    case .keypoints(let points): points.flatMap { [$0.x, $0.y] }
                    default: []
                    }
                #expect(found.count == 12)
                // Coordinates are rounded to a thousandth of a pixel.
                for (one, other) in zip(found, expected) { #expect(abs(one - other) <= 0.0005 + 1e-9) }
            }
        }
    }

    @Test func keypointsThatAreNotLabelledStay() throws {
        let a = Geometry.keypoints([Keypoint(0, 0, visibility: 0), Keypoint(10, 10, visibility: 2)])
        let b = Geometry.keypoints([Keypoint(50, 50, visibility: 2), Keypoint(20, 30, visibility: 1)])
        #expect(try between(a, b, 0.5) == .keypoints([Keypoint(0, 0, visibility: 0), Keypoint(15, 20, visibility: 2)]))
    }

    @Test func holesGoWithTheirPolygon() throws {
        func polygon(_ by: Double, holes: Int) -> Geometry {
            let ring = [Point(by, 0), Point(by + 9, 0), Point(by, 9)]
            return .polygon(Polygon(points: ring, holes: Array(repeating: [Point(by + 1, 1), Point(by + 2, 1), Point(by + 1, 2)], count: holes)))
        }
        #expect(try between(polygon(0, holes: 1), polygon(10, holes: 1), 0.5) == polygon(5, holes: 1))
        #expect(polygon(0, holes: 1).interpolated(to: polygon(0, holes: 2), at: 0.5) == nil)
    }

    @Test func whatHasNoBetweenIsToldApart() {
        let box = Geometry.box(Box(x: 0, y: 0, width: 1, height: 1)), mask = Geometry.mask(Mask(height: 2, width: 2, counts: "04"))
        #expect(!mask.interpolates(to: mask))
        #expect(!box.interpolates(to: mask) && !Geometry.image.interpolates(to: .image))
        let three = Geometry.polyline([Point(0, 0), Point(1, 1), Point(2, 2)]), two = Geometry.polyline([Point(0, 0), Point(1, 1)])
        #expect(!three.interpolates(to: two))
    }
}
