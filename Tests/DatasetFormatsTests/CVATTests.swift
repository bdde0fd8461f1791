import Core
import DatasetFormats
import Geometry
import Testing

@Suite struct CVATTests {
    private let meta = """
        <meta><task><labels>
        <label><name>car</name><attributes>
        <attribute><name>parked</name><input_type>checkbox</input_type></attribute>
        <attribute><name>doors</name><input_type>number</input_type></attribute>
        <attribute><name>maker</name><input_type>select</input_type></attribute>
        </attributes></label>
        <label><name>person</name><type>skeleton</type><attributes></attributes></label>
        <label><name>nose</name><type>points</type><parent>person</parent></label>
        <label><name>x</name><type>points</type><parent>person</parent></label>
        <label><name>unused</name></label>
        </labels></task></meta>
        """

    private func document(_ images: String) -> String {
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<annotations>\n  <version>1.1</version>\n\(meta)\n\(images)\n</annotations>\n"
    }

    private func image(_ shapes: String, name: String = "a.png", more: String = "") -> String {
        "<image id=\"0\" name=\"\(name)\" \(more) width=\"640\" height=\"480\">\(shapes)</image>"
    }

    private func read(_ shapes: String) throws -> ReadResult {
        let data = try TestDataset(["annotations.xml": document(image(shapes))])
        try data.picture("images/a.png")
        return try data.read(.cvat)
    }

    @Test func readsEveryShape() throws {
        let result = try read(
            """
            <box label="car" source="manual" occluded="1" xtl="10.50" ytl="20.00" xbr="110.50" ybr="70.00" z_order="3" group_id="7">
            <attribute name="parked">true</attribute><attribute name="doors">5</attribute><attribute name="maker">A &amp; B</attribute></box>
            <box label="car" occluded="0" xtl="100" ytl="100" xbr="140" ybr="120" rotation="30.00" z_order="0"></box>
            <polygon label="car" occluded="0" points="1.00,2.00;30.00,2.00;30.00,40.00"></polygon>
            <polyline label="car" points="1,2;3,4"></polyline>
            <points label="car" points="5.00,6.00;7.00,8.00"></points>
            <mask label="car" rle="1, 2, 2, 1" left="10" top="20" width="3" height="2"></mask>
            <skeleton label="person"><points label="nose" outside="0" occluded="1" points="50,60"></points><points label="x" outside="1" points="1,1"/></skeleton>
            <tag label="car" source="manual"></tag>
            """)
        #expect(result.account.problemsTotal == 0, "\(result.reasons)")
        #expect(result.classes == ["car", "person", "unused"])
        let shapes = result.annotations.map(\.geometry)
        #expect(shapes.count == 8)
        #expect(shapes[0] == .box(Box(x: 10.5, y: 20, width: 100, height: 50)))
        #expect(
            result.annotations[0].attributes
                == JSONObject([("occluded", true), ("z_order", 3), ("group_id", 7), ("parked", true), ("doors", 5), ("maker", "A & B")]))
        #expect(shapes[1] == .rotatedBox(RotatedBox(cx: 120, cy: 110, width: 40, height: 20, angle: 30)))
        #expect(result.annotations[1].attributes == JSONObject())
        #expect(shapes[2] == .polygon(Polygon(points: [Point(1, 2), Point(30, 2), Point(30, 40)])))
        #expect(shapes[3] == .polyline([Point(1, 2), Point(3, 4)]))
        #expect(shapes[4] == .keypoints([Keypoint(5, 6, visibility: 2), Keypoint(7, 8, visibility: 2)]))
        // Row by row: . # #  and  . . #
        var pixels = [UInt8](repeating: 0, count: 640 * 480)
        for (x, y) in [(11, 20), (12, 20), (12, 21)] { pixels[y * 640 + x] = 1 }
        #expect(shapes[5] == .mask(Mask(try RunLengths(height: 480, width: 640, rows: pixels))))
        #expect(shapes[6] == .keypoints([Keypoint(50, 60, visibility: 1), Keypoint(0, 0, visibility: 0)]))
        #expect(shapes[7] == .image)
    }

    @Test func ellipsesBecomePolygonsAndSaySo() throws {
        let result = try read("<ellipse label=\"car\" cx=\"300\" cy=\"200\" rx=\"100\" ry=\"50\" rotation=\"90\"></ellipse>")
        guard case .polygon(let polygon) = try #require(result.annotations.first).geometry else { return #expect(Bool(false)) }
        #expect(polygon.points.count == 64)
        #expect(abs(polygon.area / (.pi * 100 * 50) - 1) < 0.002)
        // Turned by a right angle, it is higher than wide.
        let box = try #require(polygon.boundingBox)
        #expect(abs(box.width - 100) < 0.3 && abs(box.height - 200) < 0.3)
        #expect(result.hasProblem("annotations.xml", "became a polygon"))
    }

    @Test(arguments: [
        ("<cuboid label=\"car\" xtl1=\"1\"></cuboid>", "a cuboid has no place"), ("<box label=\"car\" xtl=\"1\"></box>", "ytl is missing"),
        ("<box label=\"car\" xtl=\"nan\" ytl=\"1\" xbr=\"2\" ybr=\"3\"></box>", "not a number"),
        ("<box xtl=\"1\" ytl=\"1\" xbr=\"2\" ybr=\"3\"></box>", "has no label"),
        ("<box label=\"car\" xtl=\"900\" ytl=\"1\" xbr=\"950\" ybr=\"3\"></box>", "lies outside"),
        ("<polygon label=\"car\" points=\"1,2;3\"></polygon>", "is no point"), ("<polygon label=\"car\" points=\"1,2;3,4\"></polygon>", "2 points"),
        ("<mask label=\"car\" rle=\"1, 2\" left=\"0\" top=\"0\" width=\"3\" height=\"2\"></mask>", "3 pixels where its rectangle has 6"),
        ("<mask label=\"car\" rle=\"9\" left=\"0\" top=\"0\" width=\"3\" height=\"2\"></mask>", "do not fit"),
        ("<mask label=\"car\" rle=\"6\" left=\"0\" top=\"0\" width=\"99999999\" height=\"2\"></mask>", "whole number"),
        ("<ellipse label=\"car\" cx=\"1\" cy=\"1\" rx=\"0\" ry=\"5\"></ellipse>", "without area"),
    ])
    func namesWhatItDoesNotTake(_ shape: String, _ reason: String) throws {
        let result = try read(shape + "<tag label=\"car\"></tag>")
        #expect(result.annotations.count == 1 && result.account.skipped == 1)
        #expect(result.hasProblem("annotations.xml", reason), "\(result.reasons)")
    }

    @Test func findsSplitsPicturesAndWhatIsHostile() throws {
        let images =
            image("", name: "one/a.png", more: "subset=\"Validation\"") + image("<tag label=\"car\"/>", name: "../../etc/passwd")
            + image("", name: "train/b.png") + "<track id=\"0\" label=\"car\"><box frame=\"0\" xtl=\"1\" ytl=\"1\" xbr=\"2\" ybr=\"2\"/></track>"
        let data = try TestDataset(["annotations.xml": document(images)])
        for name in ["images/one/a.png", "images/train/b.png", "images/lonely.png"] { try data.picture(name) }
        let opened = try OpenedDataset(data.path)
        #expect(opened.format == .cvat)
        let result = try ReadResult(opened.reader)
        #expect(result.images.map(\.split) == [.val, .train, nil])
        #expect(result.images.allSatisfy { $0.file != nil })
        #expect(result.hasProblem("annotations.xml", "not allowed"))
        #expect(result.hasProblem("annotations.xml", "1 tracks of a video"))
        #expect(result.account.skipped == 3)
    }

    @Test func readsWhatStandsBeforeABreak() throws {
        let whole = document(image("<tag label=\"car\"/>") + image("<tag label=\"car\"/><tag label=\"car\"/>", name: "b.png"))
        let cut = try #require(whole.range(of: "b.png")).upperBound
        let data = try TestDataset(["annotations.xml": String(whole[..<cut]) + "\" width=\"9\" height=\"9\"><tag label=\"car\"/><ta"])
        try data.picture("a.png")
        let result = try data.read(.cvat)
        #expect(result.images.count == 1 && result.annotations.count == 1)
        #expect(result.hasProblem("annotations.xml", "breaks off inside this image"))
        #expect(result.account.skipped == 3)
    }

    @Test func refusesEntitiesAndOtherFiles() throws {
        let bomb = "<!DOCTYPE a [<!ENTITY x \"\(String(repeating: "y", count: 100))\">]><annotations>&x;</annotations>"
        let result = try TestDataset(["annotations.xml": bomb, "other.xml": "<html></html>"]).read(.cvat)
        #expect(result.images.isEmpty)
        #expect(result.hasProblem("annotations.xml", "entities"))
        #expect(result.hasProblem("other.xml", "is no CVAT annotation"))
    }

    /// Every geometry and kind of attribute, written and read again.
    @Test func writesWhatItReads() throws {
        let size = PixelSize(width: 640, height: 480)
        var pixels = [UInt8](repeating: 0, count: 640 * 480)
        for at in [0, 1, 640, 5000, 5001, 640 * 480 - 1] { pixels[at] = 1 }
        let square = [Point(1, 1), Point(101, 1), Point(101, 101), Point(1, 101)]
        let shapes: [Geometry] = [
            .box(Box(x: 0.123457, y: 1, width: 2.5, height: 3)), .rotatedBox(RotatedBox(cx: 100, cy: 90, width: 40, height: 20, angle: 33.25)),
            .polygon(Polygon(points: square, holes: [[Point(20, 20), Point(20, 40), Point(40, 40)]])),
            .polyline([Point(0, 0), Point(5, 5.5)]), .mask(Mask(try RunLengths(height: 480, width: 640, rows: pixels))),
            .keypoints([Keypoint(1, 2, visibility: 2), Keypoint(0, 0, visibility: 0), Keypoint(3, 4, visibility: 1)]),
            .keypoints([Keypoint(1, 2, visibility: 2)]), .image,
        ]
        let attributes = JSONObject([
            ("occluded", true), ("group_id", 4), ("sure", false), ("count", 2.5), ("name", "<a \"b\" & c>\n"), ("mixed", "1"),
        ])
        var annotations = shapes.map { DatasetAnnotation(label: "car", geometry: $0) }
        annotations[0].attributes = attributes
        annotations[1].attributes = JSONObject([("mixed", 1)])
        let sink = MemorySink()
        let writer = try DatasetFormat.cvat.writer(sink, WriteOptions())
        try writer.add(DatasetImage(name: "a.png", size: size, split: .test, annotations: annotations), picture: nil)
        try writer.finish()
        #expect(writer.account.problemsTotal == 0)

        let data = try TestDataset()
        for (path, bytes) in sink.files { try data.write(path, bytes) }
        try data.picture("images/a.png")
        let result = try data.read(.cvat)
        #expect(result.account.problemsTotal == 0, "\(result.reasons)")
        #expect(result.images.first?.split == .test)
        #expect(result.annotations.map(\.geometry) == shapes)
        // The blank at the end is not text of its own; a value of two kinds is text.
        var expected = attributes
        expected["name"] = "<a \"b\" & c>"
        #expect(result.annotations[0].attributes == expected)
        #expect(result.annotations[1].attributes == JSONObject([("mixed", "1")]))
    }

    /// Points stand in the order of their label's, whatever the order in the shape; the drawing says which are joined.
    @Test func readsSkeletonsByTheNamesOfTheirPoints() throws {
        let svg =
            "&lt;line x1=&quot;1&quot; data-type=&quot;edge&quot; data-node-from=&quot;7&quot; data-node-to=&quot;9&quot;&gt;&lt;/line&gt;"
            + "&lt;circle data-node-id=&quot;7&quot; data-label-name=&quot;head&quot;&gt;&lt;/circle&gt;"
            + "&lt;circle data-node-id=&quot;9&quot; data-label-name=&quot;tail&quot;&gt;&lt;/circle&gt;"
        let labels =
            "<label><name>cat</name><type>skeleton</type><svg>\(svg)</svg></label>"
            + ["head", "back", "tail"].map { "<label><name>\($0)</name><type>points</type><parent>cat</parent></label>" }.joined()
        func point(_ name: String, _ at: String, _ more: String = "") -> String {
            "<points label=\"\(name)\" outside=\"0\" occluded=\"0\" points=\"\(at)\">\(more)</points>"
        }
        let shapes =
            "<skeleton label=\"cat\">\(point("tail", "30,3"))\(point("head", "1,1"))</skeleton>"
            + "<skeleton label=\"cat\">\(point("back", "2,2", "<attribute name=\"a\">1</attribute>"))\(point("ear", "9,9"))</skeleton>"
            + "<skeleton label=\"cat\">\(point("back", "2,2"))\(point("back", "3,3"))</skeleton>"
            + "<skeleton label=\"cat\"></skeleton>"
        let text = "<annotations><meta><job><labels>\(labels)</labels></job></meta>\(image(shapes))</annotations>"
        let data = try TestDataset(["annotations.xml": text])
        try data.picture("a.png")
        let result = try data.read(.cvat)
        let none = Keypoint(0, 0, visibility: 0)
        #expect(
            result.annotations.map(\.geometry) == [
                .keypoints([Keypoint(1, 1, visibility: 2), none, Keypoint(30, 3, visibility: 2)]),
                .keypoints([none, Keypoint(2, 2, visibility: 2), none, Keypoint(9, 9, visibility: 2)]),
            ])
        #expect(result.skeletons == ["cat": DatasetSkeleton(keypoints: ["head", "back", "tail", "ear"], edges: [[0, 2]])])
        #expect(result.hasProblem("annotations.xml", "1 attributes of its points"))
        #expect(result.hasProblem("annotations.xml", "\"ear\" is not declared"))
        #expect(result.hasProblem("annotations.xml", "\"back\" comes twice"))
        #expect(result.account.skipped == 2)
    }

    @Test func skeletonsComeBackWithTheirNamesAndEdges() throws {
        let skeleton = DatasetSkeleton(keypoints: ["no<se", "tail"], edges: [[0, 1]])
        var options = WriteOptions()
        options.skeletons = ["cat": skeleton]
        let sink = MemorySink()
        let writer = try DatasetFormat.cvat.writer(sink, options)
        var annotation = DatasetAnnotation(
            label: "cat", geometry: .keypoints([Keypoint(1, 2, visibility: 2), Keypoint(3, 4, visibility: 2)]))
        annotation.attributes = JSONObject([("source", "auto"), ("box", [0, 1, 20, 30])])
        try writer.add(DatasetImage(name: "a.png", size: PixelSize(width: 640, height: 480), annotations: [annotation]), picture: nil)
        try writer.finish()
        let data = try TestDataset()
        for (path, bytes) in sink.files { try data.write(path, bytes) }
        try data.picture("images/a.png")
        let result = try data.read(.cvat)
        #expect(result.account.problemsTotal == 0, "\(result.reasons)")
        #expect(result.annotations == [annotation])
        #expect(result.skeletons == ["cat": skeleton] && result.classes == ["cat"])
    }

    @Test func theTasksSubsetIsTheSplitAndMasksAreCutAtTheEdge() throws {
        let mask = "<mask label=\"car\" rle=\"0, 4\" left=\"639\" top=\"0\" width=\"2\" height=\"2\"></mask>"
        let text = "<annotations><meta><task><subset>Test</subset></task></meta>\(image(mask))</annotations>"
        let data = try TestDataset(["annotations.xml": text])
        try data.picture("a.png")
        let result = try data.read(.cvat)
        #expect(result.images.map(\.split) == [.test])
        #expect(result.annotations.first?.geometry.area == 2)
        #expect(result.hasProblem("annotations.xml", "2 pixels of its mask lie outside"))
    }

    @Test func tellsWhatCVATCannotHold() throws {
        let sink = MemorySink()
        let writer = try DatasetFormat.cvat.writer(sink, WriteOptions())
        let empty = Geometry.mask(Mask(try RunLengths(height: 2, width: 2, counts: [4])))
        let sure = DatasetAnnotation(label: "car", geometry: .image, confidence: 0.5)
        let image = DatasetImage(name: "a.png", annotations: [DatasetAnnotation(label: "car", geometry: empty), sure])
        try writer.add(image, picture: nil)
        try writer.finish()
        #expect(writer.account.problems.map(\.reason) == ["car: covers nothing", "car: CVAT has no place for a confidence"])
    }
}
