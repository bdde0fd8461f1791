import Core
import Geometry
import Testing

@Suite struct GeometryJSONTests {
    static let shapes: [Geometry] = [
        .box(Box(x: 1.5, y: 2, width: 30.25, height: 4)),
        .rotatedBox(RotatedBox(cx: 10, cy: 20, width: 5, height: 6, angle: -30.5)),
        .polygon(Polygon(points: [Point(0, 0), Point(9, 0), Point(9, 9)])),
        .polygon(Polygon(points: [Point(0, 0), Point(9, 0), Point(9, 9)], holes: [[Point(5, 1), Point(6, 1), Point(6, 2)]])),
        .polyline([Point(0, 0), Point(1e-3, 2)]),
        .mask(Mask(height: 2, width: 3, counts: "132")),
        .keypoints([Keypoint(1, 2, visibility: 2), Keypoint(0, 0, visibility: 0)]),
        .image,
    ]

    @Test(arguments: shapes) func comesBackAsItWas(_ geometry: Geometry) throws {
        #expect(try Geometry(json: geometry.json) == geometry)
        #expect(try Geometry(text: geometry.text) == geometry)
    }

    @Test func writesTheShapesOfTheContract() {
        #expect(Self.shapes[0].text == #"{"type":"box","x":1.5,"y":2,"width":30.25,"height":4}"#)
        #expect(Self.shapes[5].text == #"{"type":"mask","size":[2,3],"counts":"132"}"#)
        #expect(Self.shapes[7].text == #"{"type":"image"}"#)
    }

    @Test func namesEveryFaultAtOnce() throws {
        let error = #expect(throws: FoveaError.self) {
            try Geometry(json: ["type": "box", "x": "left", "y": 1, "width": nil])
        }
        #expect(error?.kind == .invalid)
        #expect(error?.fields.map(\.field) == ["geometry.x", "geometry.width", "geometry.height"])
    }

    @Test(arguments: [
        (#"{"type":"circle"}"#, "geometry.type"), (#"[]"#, "geometry"), (#"{"type":"polygon","points":[[1]]}"#, "geometry.points[0]"),
        (#"{"type":"mask","size":[0,4],"counts":"1"}"#, "geometry.size"),
        (#"{"type":"keypoints","points":[[1,2,7]]}"#, "geometry.points[0]"),
        (#"{"type":"polygon","points":[[0,0],[1,0],[1,1]],"holes":4}"#, "geometry.holes"),
    ]) func refuses(_ text: String, _ field: String) throws {
        let error = #expect(throws: FoveaError.self) { try Geometry(text: text) }
        #expect(error?.fields.first?.field == field)
    }

    @Test func validatesAgainstTheImage() {
        let size = PixelSize(width: 100, height: 50)
        #expect(Geometry.box(Box(x: 0, y: 0, width: 100, height: 50)).problems(on: size).isEmpty)
        #expect(Geometry.box(Box(x: 0, y: 0, width: -1, height: .nan)).problems(on: size).map(\.field) == ["geometry.width", "geometry.height"])
        #expect(Geometry.box(Box(x: 100, y: 0, width: 4, height: 4)).problems(on: size).count == 1)
        #expect(Geometry.polygon(Polygon(points: [Point(0, 0)])).problems(on: size).first?.field == "geometry.points")
        #expect(Geometry.mask(Mask(height: 50, width: 100, counts: "!")).problems(on: size).first?.field == "geometry.counts")
        #expect(Geometry.mask(Mask(height: 50, width: 100, counts: "PL")).problems(on: nil).first?.field == "geometry.counts")
    }

    @Test func cutsToTheImage() throws {
        let size = PixelSize(width: 100, height: 50)
        #expect(
            Geometry.box(Box(x: -5, y: 40, width: 20, height: 20)).fitted(to: size)
                == .clipped(.box(Box(x: 0, y: 40, width: 15, height: 10))))
        #expect(
            Geometry.box(Box(x: 90, y: 0, width: 10.004, height: 10)).fitted(to: size)
                == .inside(.box(Box(x: 90, y: 0, width: 10, height: 10))))
        #expect(Geometry.box(Box(x: 120, y: 0, width: 5, height: 5)).fitted(to: size) == .outside)
        #expect(Geometry.box(Box(x: 1, y: 1, width: 0, height: 5)).fitted(to: size) == .degenerate("a box of 0 x 5 pixels"))
        let triangle = Geometry.polygon(Polygon(points: [Point(-10, 0), Point(10, 0), Point(-10, 20)]))
        guard case .clipped(let part) = triangle.fitted(to: size) else {
            Issue.record("the triangle was not cut")
            return
        }
        #expect(abs(part.area - 50) < 1e-9)
        let bones = Geometry.keypoints([Keypoint(5, 5, visibility: 2), Keypoint(500, 5, visibility: 1)])
        #expect(bones.fitted(to: size) == .clipped(.keypoints([Keypoint(5, 5, visibility: 2), Keypoint(0, 0, visibility: 0)])))
    }
}
