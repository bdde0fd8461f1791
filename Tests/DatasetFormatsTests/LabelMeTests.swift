import Core
import DatasetFormats
import Foundation
import Geometry
import ImageCodecs
import Pixels
import Testing

@Suite struct LabelMeTests {
    private let size = PixelSize(width: 640, height: 480)

    private func document(_ shapes: [String], path: String = "a.png", more: String = "\"imageData\":null") -> String {
        "{\"version\":\"5.4.1\",\"flags\":{},\"shapes\":[\(shapes.joined(separator: ","))],\"imagePath\":\"\(path)\",\(more)}"
    }

    private func shape(_ kind: String, _ points: String, _ more: String = "") -> String {
        "{\"label\":\"cat\",\"points\":\(points),\"shape_type\":\"\(kind)\"\(more)}"
    }

    private func read(_ shapes: [String]) throws -> ReadResult {
        let data = try TestDataset(["a.json": document(shapes)])
        try data.picture("a.png")
        return try data.read(.labelMe)
    }

    private func mask(_ rows: [UInt8], _ width: Int, _ height: Int) throws -> String {
        Data(try LabelMap(width: width, height: height, channels: 1, bytes: rows).png()).base64EncodedString()
    }

    @Test func readsEveryShape() throws {
        let result = try read([
            shape("polygon", "[[1,2],[30,2.5],[30,40]]", ",\"group_id\":3,\"flags\":{\"wet\":true,\"dry\":false},\"description\":\"old\""),
            shape("rectangle", "[[100,90],[10,20]]"), shape("linestrip", "[[1,2],[3,4],[5,5]]"), shape("line", "[[1,2],[3,4]]"),
            shape("point", "[[5,6]]"), shape("points", "[[5,6],[7,8]]"),
            shape("mask", "[[10,20],[12,21]]", ",\"mask\":\"\(try mask([0, 255, 255, 0, 0, 255], 3, 2))\""),
            shape("oriented_rectangle", "[[100,100],[100,140],[80,140],[80,100]]"), shape("circle", "[[300,200],[300,250]]"),
            shape("oriented_rectangle", "[[100,100],[140,100],[150,150],[80,140]]"),
        ])
        let shapes = result.annotations.map(\.geometry)
        #expect(shapes[0] == .polygon(Polygon(points: [Point(1, 2), Point(30, 2.5), Point(30, 40)])))
        #expect(result.annotations[0].attributes == JSONObject([("wet", true), ("dry", false), ("group_id", 3), ("description", "old")]))
        #expect(shapes[1] == .box(Box(x: 10, y: 20, width: 90, height: 70)))
        #expect(shapes[2] == .polyline([Point(1, 2), Point(3, 4), Point(5, 5)]) && shapes[3] == .polyline([Point(1, 2), Point(3, 4)]))
        #expect(shapes[4] == .keypoints([Keypoint(5, 6, visibility: 2)]))
        #expect(shapes[5] == .keypoints([Keypoint(5, 6, visibility: 2), Keypoint(7, 8, visibility: 2)]))
        var pixels = [UInt8](repeating: 0, count: 640 * 480)
        for (x, y) in [(11, 20), (12, 20), (12, 21)] { pixels[y * 640 + x] = 1 }
        #expect(shapes[6] == .mask(Mask(try RunLengths(height: 480, width: 640, rows: pixels))))
        #expect(shapes[7] == .rotatedBox(RotatedBox(cx: 90, cy: 120, width: 40, height: 20, angle: 90)))
        #expect(abs(shapes[8].area / (.pi * 2500) - 1) < 0.002)
        #expect(result.hasProblem("a.json", "shape 9 cat: the circle became a polygon of 64 corners"))
        #expect(shapes[9].kind == .polygon && result.hasProblem("a.json", "shape 10 cat: its corners are no rectangle"))
        #expect(result.account.problemsTotal == 2 && result.classes == ["cat"])
    }

    @Test func namesWhatItDoesNotTake() throws {
        let png = try mask([1, 1], 2, 1)
        let bad: [(String, String)] = [
            (shape("polygon", "[[1,2],[3,4]]"), "2 points where 3"), (shape("rectangle", "[[1,2]]"), "2 corners; it has 1"),
            (shape("circle", "[[1,2],[1,2]]"), "circle without area"), (shape("circle", "[[1,2]]"), "a circle has 2 points"),
            (shape("line", "[[1,2]]"), "1 points where 2"), (shape("point", "[]"), "0 points where 1"),
            (shape("blob", "[[1,2]]"), "\"blob\" is not known"),
            (shape("polygon", "[[1,2],[3],[4,5]]"), "points[1] is no [x, y]"), (shape("polygon", "7"), "points are missing"),
            (shape("polygon", "[[1,2],[NaN,3],[4,5]]"), "points[1] is not finite"),
            (shape("polygon", "[[1,2],[1e999,3],[4,5]]"), "points[1] is not finite"),
            (shape("rectangle", "[[900,900],[950,950]]"), "lies outside"), (shape("mask", "[[1,1],[2,1]]"), "no Base64"),
            (shape("mask", "[[1,1],[2,1]]", ",\"mask\":\"!!!!\""), "no Base64"), (shape("mask", "[[1,1],[2,1]]", ",\"mask\":\"AAAA\""), "no PNG"),
            (shape("mask", "[[1,1],[9,9]]", ",\"mask\":\"\(png)\""), "has 2 x 1 pixels where its points say 9 x 9"),
            (shape("mask", "[[1,1]]", ",\"mask\":\"\(png)\""), "a mask has 2 points"),
            (shape("mask", "[[900,1],[901,1]]", ",\"mask\":\"\(png)\""), "a mask without a pixel"),
            (shape("mask", "[[1e300,1],[1e300,1]]", ",\"mask\":\"\(png)\""), "far outside"),
            ("{\"points\":[[1,2]],\"shape_type\":\"point\"}", "has no label"), ("7", "has no label"),
        ]
        let result = try read(bad.map(\.0))
        #expect(result.annotations.isEmpty && result.account.skipped == bad.count)
        for (index, reason) in bad.map(\.1).enumerated() {
            #expect(result.hasProblem("a.json", reason) && result.account.problems.contains { $0.row == "shape \(index + 1)" }, "\(reason)")
        }
    }

    @Test func findsPicturesByPathsThatItDoesNotFollow() throws {
        let data = try TestDataset([
            "json/a.json": document([shape("point", "[[1,2]]")], path: "..\\\\images\\\\a.png"),
            "json/b.json": document([shape("point", "[[1,2]]")], path: "/etc/passwd"),
            "json/c.json": document([shape("point", "[[1,2]]")], path: "gone.png"), "train/d.json": document([], path: "d.png"),
        ])
        for name in ["images/a.png", "images/c.png", "train/d.png", "lonely.png"] { try data.picture(name) }
        let opened = try OpenedDataset(data.path)
        #expect(opened.format == .labelMe && opened.evidence?.contains("shapes and imagePath") == true)
        let result = try data.read(.labelMe)
        #expect(result.hasProblem("json/a.json", "imagePath the path is not allowed, and was not followed: ..\\images\\a.png"))
        #expect(result.hasProblem("json/b.json", "not followed: /etc/passwd") && result.hasProblem("passwd", "was not found"))
        #expect(result.images.map { $0.file.map { URL(fileURLWithPath: $0).lastPathComponent } } == ["a.png", nil, "c.png", "d.png", "lonely.png"])
        #expect(result.images.map(\.split) == [nil, nil, nil, .train, nil])
    }

    @Test func takesPicturesOutOfTheFile() throws {
        let picture = try ImageEncoder.encode(
            PixelBuffer(width: 4, height: 3, channels: 1, bytes: [UInt8](repeating: 9, count: 12)), as: .png(compression: 6))
        let more = "\"imageData\":\"\(Data(picture).base64EncodedString())\",\"imageHeight\":3,\"imageWidth\":5"
        let data = try TestDataset([
            "a.json": document([shape("point", "[[1,2]]")], path: "gone.png", more: more),
            "b.json": document([shape("point", "[[1,2]]")], path: "gone too.png", more: "\"imageData\":\"####\""),
        ])
        let reader = try LabelMeReader(DatasetInput(path: data.path))
        let image = try #require(try reader.next())
        #expect(image.name == "gone.png" && image.size == PixelSize(width: 4, height: 3) && image.annotations.count == 1)
        #expect(try Data(contentsOf: URL(fileURLWithPath: try #require(image.file))) == Data(picture))
        _ = try reader.next()
        #expect(
            reader.account.problems.map(\.reason) == [
                "is declared as 5 x 3 pixels and has 4 x 3; the picture's own size counts", "is no picture in Base64", "the picture was not found",
            ])
    }

    @Test func flagsOfThePictureAreClassesOfIt() throws {
        let text = "{\"shapes\":[],\"imagePath\":\"a.png\",\"imageData\":null,\"flags\":{\"day\":true,\"night\":false,\"odd\":3}}"
        let data = try TestDataset(["a.json": text])
        try data.picture("a.png")
        let result = try data.read(.labelMe)
        #expect(result.annotations == [DatasetAnnotation(label: "day", geometry: .image)] && result.classes == ["day", "night"])
        #expect(result.hasProblem("a.json", "flags odd is neither true nor false"))
    }

    @Test(arguments: [
        ("{\"shapes\":[{\"label\":", "no JSON"), ("[1,2", "no JSON"), ("{\"a\":1}", "no list of shapes"),
        (String(repeating: "[", count: 100_000), "32 levels"), ("", "no JSON"),
    ])
    func filesThatAreNoneAreRows(_ text: String, _ reason: String) throws {
        let data = try TestDataset(["a.json": text, "b.json": document([shape("point", "[[1,2]]")])])
        try data.picture("a.png")
        let result = try data.read(.labelMe)
        #expect(result.annotations.count == 1 && result.hasProblem("a.json", reason), "\(result.reasons)")
    }

    @Test func writesWhatItReads() throws {
        var pixels = [UInt8](repeating: 0, count: 640 * 480)
        for at in [0, 1, 640, 5000, 5001, 640 * 480 - 1] { pixels[at] = 1 }
        let square = [Point(1, 1), Point(101, 1), Point(101, 101), Point(1, 101)]
        let attributes = JSONObject([("group_id", 4), ("sure", false), ("count", 2.5), ("description", "<a \"b\"> \u{1F41F}"), ("list", [1, "x"])])
        let shapes: [Geometry] = [
            .box(Box(x: 0.5, y: 1, width: 2.25, height: 3)), .rotatedBox(RotatedBox(cx: 100, cy: 90, width: 40, height: 20, angle: 33.25)),
            .polygon(Polygon(points: square, holes: [[Point(20, 20), Point(20, 40), Point(40, 40)]])), .polyline([Point(0, 0), Point(5, 5.5)]),
            .mask(Mask(try RunLengths(height: 480, width: 640, rows: pixels))), .keypoints([Keypoint(1, 2, visibility: 2)]),
            .keypoints([Keypoint(1, 2, visibility: 2), Keypoint(3, 4, visibility: 2)]),
        ]
        var annotations = [DatasetAnnotation(label: "day", geometry: .image)]
        annotations += shapes.map { DatasetAnnotation(label: "cat", geometry: $0) }
        annotations[1].attributes = attributes
        let trip = try RoundTrip(.labelMe, [DatasetImage(name: "a.png", size: size, split: .val, annotations: annotations)])
        #expect(trip.written.problemsTotal == 0 && trip.read.account.problemsTotal == 0, "\(trip.read.reasons)")
        #expect(trip.read.images.map(\.split) == [.val])
        #expect(trip.read.annotations == annotations)
    }

    @Test func tellsWhatLabelMeCannotHold() throws {
        let empty = Geometry.mask(Mask(try RunLengths(height: 480, width: 640, counts: [640 * 480])))
        let annotations = [
            DatasetAnnotation(label: "cat", geometry: empty),
            DatasetAnnotation(label: "cat", geometry: .image, attributes: JSONObject([("x", 1)]), confidence: 0.5),
            DatasetAnnotation(label: "cat", geometry: .keypoints([Keypoint(1, 2, visibility: 1), Keypoint(0, 0, visibility: 0)])),
        ]
        let trip = try RoundTrip(.labelMe, [DatasetImage(name: "a.png", size: size, annotations: annotations)])
        #expect(
            trip.written.problems.map { String($0.reason.prefix(40)) } == [
                "cat: covers nothing", "cat: LabelMe has no place for a confiden", "cat: LabelMe has no place for attributes",
                "cat: LabelMe knows visible points alone:",
            ])
    }
}
