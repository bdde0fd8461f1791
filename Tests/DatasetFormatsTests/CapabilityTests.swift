import Core
import DatasetFormats
import Foundation
import Geometry
import ImageCodecs
import OracleSupport
import Testing

/// Every cell of the table of capabilities: written by the writer, read by the reader, and found to be what the table says.
@Suite struct CapabilityTests {
    /// A format as it is written, with the task when it is YOLO.
    struct Target: Sendable, CustomStringConvertible {
        var format: DatasetFormat
        var task = YOLOTask.detect
        var description: String { format == .yolo ? "yolo \(task)" : format.rawValue }
        var capabilities: FormatCapabilities { format.capabilities(task) }

        static let all = DatasetFormat.writable.flatMap { format in
            format == .yolo ? YOLOTask.allCases.map { Target(format: .yolo, task: $0) } : [Target(format: format)]
        }
    }

    static let size = PixelSize(width: 400, height: 300)

    static func shape(_ kind: Geometry.Kind) throws -> Geometry {
        let ring = [Point(50, 40), Point(160, 60), Point(150, 180.5), Point(40.25, 170)]
        return switch kind {
        case .box: .box(Box(x: 10.5, y: 20.25, width: 100, height: 50.125))
        case .rotatedBox: .rotatedBox(RotatedBox(cx: 200, cy: 150, width: 80, height: 40, angle: 30))
        case .polygon: .polygon(Polygon(points: ring, holes: [[Point(80, 80), Point(90, 120), Point(120, 90)]]))
        case .polyline: .polyline([Point(10, 10), Point(100, 50), Point(60, 90)])
        case .mask:
            .mask(Mask(try #require(RunLengths(ring: RotatedBox(cx: 90, cy: 80, width: 90, height: 30, angle: 25).corners, height: 300, width: 400))))
        case .keypoints: .keypoints([Keypoint(30, 40, visibility: 2), Keypoint(0, 0, visibility: 0), Keypoint(130, 90.5, visibility: 1)])
        case .image: .image
        }
    }

    /// Written and read back.
    static func there(_ target: Target, _ images: [DatasetImage], skeletons: [String: DatasetSkeleton] = [:]) throws -> (
        read: ReadResult, written: ImportAccount
    ) {
        let data = try TestDataset()
        let pictures = try TestDataset()
        for image in images { try pictures.picture(image.name, image.size?.width ?? 1, image.size?.height ?? 1) }
        var options = WriteOptions()
        options.yoloTask = target.task
        options.skeletons = skeletons
        options.encodeLabelMap = { try $0.png() }
        let writer = try target.format.writer(try DirectorySink(data.path), options)
        for image in images { try writer.add(image, picture: PictureBytes(file: "\(pictures.path)/\(image.name)")) }
        try writer.finish()
        var reading = ReadOptions()
        reading.prefersKeypoints = true
        return (try data.read(target.format, reading), writer.account)
    }

    static func image(_ name: String, _ annotations: [DatasetAnnotation], split: DatasetSplit? = .train) -> DatasetImage {
        DatasetImage(name: name, size: size, split: split, annotations: annotations)
    }

    /// Equal but for what rounding does, and for the place where a seam was.
    static func same(_ a: Geometry, _ b: Geometry) -> Bool {
        func near(_ x: [Double], _ y: [Double]) -> Bool { x.count == y.count && zip(x, y).allSatisfy { abs($0 - $1) < 1e-3 } }
        func flat(_ points: [Point]) -> [Double] { points.flatMap { [$0.x, $0.y] } }
        switch (a, b) {
        case (.box(let x), .box(let y)): return near([x.x, x.y, x.width, x.height], [y.x, y.y, y.width, y.height])
        case (.rotatedBox(let x), .rotatedBox(let y)):
            return near([x.cx, x.cy, x.width, x.height, x.angle], [y.cx, y.cy, y.width, y.height, y.angle])
        case (.polygon(let x), .polygon(let y)):
            return near(flat(x.points), flat(y.points)) && x.holes.count == y.holes.count
                && zip(x.holes, y.holes).allSatisfy {
                    Set($0.map { [($0.x * 1e3).rounded(), ($0.y * 1e3).rounded()] })
                        == Set($1.map { [($0.x * 1e3).rounded(), ($0.y * 1e3).rounded()] })
                }
        case (.polyline(let x), .polyline(let y)): return near(flat(x), flat(y))
        case (.keypoints(let x), .keypoints(let y)):
            return near(x.flatMap { [$0.x, $0.y, Double($0.visibility)] }, y.flatMap { [$0.x, $0.y, Double($0.visibility)] })
        default: return a == b
        }
    }

    @Test(arguments: Target.all, Geometry.Kind.allCases) func shapesAreWhatTheTableSays(_ target: Target, _ kind: Geometry.Kind) throws {
        let geometry = try Self.shape(kind)
        let read = try Self.there(target, [Self.image("a.png", [DatasetAnnotation(label: "cat", geometry: geometry)])]).read
        let found = read.annotations.first
        switch target.capabilities.fate(of: kind) {
        case .kept: #expect(found.map { Self.same($0.geometry, geometry) } == true, "\(String(describing: found?.geometry)) \(read.reasons)")
        case .becomes(let other):
            #expect(found?.geometry.kind == other, "\(String(describing: found?.geometry)) \(read.reasons)")
            // What it became covers it.
            if let box = geometry.boundingBox, let after = found?.geometry.boundingBox {
                // A mask has whole pixels.
                let off = other == .mask ? 1 : 0.01
                #expect(after.x < box.x + off && after.y < box.y + off && after.right > box.right - off && after.bottom > box.bottom - off)
            }
        case .dropped: #expect(found == nil)
        }
        #expect(read.annotations.count <= 1 && read.images.count == 1)
    }

    @Test(arguments: Target.all) func therestIsWhatTheTableSays(_ target: Target) throws {
        let can = target.capabilities
        var attributes = JSONObject([("occluded", true), ("pose", "left, \"x\""), ("z_order", 3), ("score2", 0.25), ("list", [1, 2])])
        let kind = try #require([Geometry.Kind.box, .polygon, .mask, .image].first { can.fate(of: $0) == .kept })
        let annotation = DatasetAnnotation(label: "cat", geometry: try Self.shape(kind), attributes: attributes, confidence: 0.625)
        let images = [
            Self.image("a.png", [annotation], split: .train),
            Self.image("b.png", [DatasetAnnotation(label: "dog, \"2\"", geometry: annotation.geometry)], split: .val),
            Self.image("c.png", [], split: .test),
        ]
        let read = try Self.there(target, images).read
        #expect(read.images.count == (can.emptyImages ? 3 : 2))
        #expect(Set(read.classes) == ["cat", "dog, \"2\""] || read.classes == ["cat", "dog, _2_"])
        let back = try #require(read.annotations.first { $0.label == "cat" })
        #expect((back.confidence == 0.625) == can.confidence)
        for (name, value) in attributes.members {
            let isThere = back.attributes[name] == value
            #expect(isThere == can.holds(name, isValue: name != "list"), "\(name): \(String(describing: back.attributes[name]))")
        }
        attributes["occluded"] = nil
        let splits = Dictionary(uniqueKeysWithValues: read.images.map { ($0.name.split(separator: "/").last.map(String.init) ?? "", $0.split) })
        if can.splits { #expect(splits["a.png"] == .train && splits["b.png"] == .val) }
    }

    @Test func aTallySaysWhatIsLost() throws {
        var tally = LossTally(DatasetFormat.yolo.capabilities(.detect))
        let turned = DatasetAnnotation(
            label: "cat", geometry: try Self.shape(.rotatedBox), attributes: JSONObject([("colour", "red"), ("age", 2)]), confidence: 0.5)
        tally.count(
            Self.image(
                "a.png",
                [turned, turned, DatasetAnnotation(label: "cat", geometry: try Self.shape(.mask)), DatasetAnnotation(label: "x", geometry: .image)]))
        #expect(
            tally.losses.map(\.text) == [
                "rotation of 2 boxes lost: written as upright boxes", "1 mask became a box", "1 class of a whole image not written",
                "4 attributes dropped: age (2), colour (2)", "confidence of 2 annotations not written",
            ])
        #expect(tally.losses.map(\.count) == [2, 1, 1, 4, 2])
        var whole = LossTally(DatasetFormat.datumaro.capabilities())
        whole.count(
            Self.image("a.png", try Geometry.Kind.allCases.map { DatasetAnnotation(label: "cat", geometry: try Self.shape($0), confidence: 0.5) }))
        #expect(whole.losses.isEmpty)
        var classes = LossTally(DatasetFormat.yolo.capabilities(.classify))
        classes.count(Self.image("a.png", [DatasetAnnotation(label: "a", geometry: .image), DatasetAnnotation(label: "b", geometry: .image)]))
        classes.count(Self.image("b.png", []))
        #expect(classes.losses.map(\.text) == ["1 further class of images not written: there is room for one", "1 image without a class left out"])
    }

    /// The table of docs/formats.md is this one.
    @Test func theDocumentationHasTheTable() throws {
        var lines = [
            "| format | " + Geometry.Kind.allCases.map { $0.rawValue.replacing("_", with: " ") }.joined(separator: " | ")
                + " | attributes | confidence | split | order |"
        ]
        lines.append("|---|" + String(repeating: "---|", count: Geometry.Kind.allCases.count + 4))
        for target in Target.all {
            let can = target.capabilities
            let shapes = Geometry.Kind.allCases.map {
                can.fate(of: $0) == .kept ? "yes" : can.fate(of: $0) == .dropped ? "no" : "→ \(can.fate(of: $0).word.replacing("_", with: " "))"
            }
            let rest = [can.attributes.word, can.confidence ? "yes" : "no", can.splits ? "yes" : "no", can.order ? "yes" : "no"]
            lines.append("| `\(target)` | " + (shapes + rest).joined(separator: " | ") + " |")
        }
        let text = try String(contentsOf: PythonOracle.repository.appendingPathComponent("docs/formats.md"), encoding: .utf8)
        #expect(text.contains(lines.joined(separator: "\n")), "the table must read:\n\(lines.joined(separator: "\n"))")
    }
}
