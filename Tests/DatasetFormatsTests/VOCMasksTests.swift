import Core
import DatasetFormats
import Geometry
import ImageCodecs
import OracleSupport
import Pixels
import Testing

@Suite struct VOCMasksTests {
    private let size = PixelSize(width: 6, height: 4)
    /// Two cats, one cut in two, a border between, and a dog.
    private let objects: [UInt8] = [1, 1, 255, 2, 2, 0, 1, 1, 255, 2, 2, 0, 0, 0, 0, 0, 0, 0, 3, 3, 3, 0, 0, 2]
    private var classes: [UInt8] { objects.map { $0 == 3 ? 12 : $0 == 255 || $0 == 0 ? $0 : 8 } }

    private func mask(_ value: UInt8) throws -> Geometry {
        .mask(Mask(try RunLengths(height: 4, width: 6, rows: objects.map { $0 == value ? 1 : 0 })))
    }

    private func palette() -> [UInt8] {
        (0..<256).flatMap { number -> [UInt8] in
            var (rest, color): (Int, [UInt8]) = (number, [0, 0, 0])
            for bit in 0..<8 {
                for channel in 0..<3 { color[channel] |= UInt8(rest >> channel & 1) << (7 - bit) }
                rest >>= 3
            }
            return color
        }
    }

    private func indexed(_ values: [UInt8], width: Int = 6, height: Int = 4) throws -> [UInt8] {
        try LabelMap(width: width, height: height, channels: 1, bytes: values, palette: palette()).png()
    }

    private func dataset(classes: [UInt8]?, objects: [UInt8]?, _ more: [String: String] = [:]) throws -> TestDataset {
        let data = try TestDataset(more)
        try data.picture("JPEGImages/a.jpg", 6, 4)
        if let classes { try data.write("SegmentationClass/a.png", classes) }
        if let objects { try data.write("SegmentationObject/a.png", objects) }
        return data
    }

    @Test func readsTheChallengesOwn() throws {
        let data = try dataset(
            classes: indexed(classes), objects: indexed(objects),
            ["ImageSets/Segmentation/val.txt": "a\nmissing\n", "ImageSets/Segmentation/trainval.txt": "a\n"])
        try data.picture("JPEGImages/lonely.jpg", 6, 4)
        let opened = try OpenedDataset(data.path)
        #expect(opened.format == .vocMasks && opened.evidence?.contains("SegmentationClass/a.png") == true)
        let read = try data.read(.vocMasks)
        #expect(read.images.map(\.name) == ["JPEGImages/a.jpg", "JPEGImages/lonely.jpg"])
        #expect(read.images.map(\.split) == [.val, nil])
        #expect(
            read.annotations == [
                DatasetAnnotation(label: "cat", geometry: try mask(1)), DatasetAnnotation(label: "cat", geometry: try mask(2)),
                DatasetAnnotation(label: "dog", geometry: try mask(3)),
            ])
        #expect(read.hasProblem("ImageSets/Segmentation/val.txt", "there is no picture of labels of missing"))
        #expect(read.account.skipped == 0)
    }

    /// As CVAT and Datumaro write it: colours, which `labelmap.txt` names.
    @Test func readsColoursByTheLabelMap() throws {
        func colored(_ values: [UInt8]) throws -> [UInt8] {
            let bytes = values.flatMap { value -> [UInt8] in
                value == 8 ? [10, 20, 30] : value == 12 ? [224, 224, 192] : Array(palette()[Int(value) * 3..<Int(value) * 3 + 3])
            }
            return try LabelMap(width: 6, height: 4, channels: 3, bytes: bytes).png()
        }
        let map = "# label:color_rgb:parts:actions\nbackground:0,0,0::\nkitten:10,20,30::\nbird:1,2:\nowl\nvoid:224,224,192::\n"
        let read = try dataset(
            classes: colored(classes.map { $0 == 255 ? 0 : $0 }), objects: colored(objects.map { $0 == 255 ? 0 : $0 }), ["labelmap.txt": map]
        ).read(.vocMasks)
        #expect(read.classes == ["kitten", "owl"])
        #expect(read.annotations.map(\.label) == ["kitten", "kitten"])
        #expect(read.annotations.map(\.geometry) == [try mask(1), try mask(2)])
        #expect(read.hasProblem("labelmap.txt", "line 4 is no name:red,green,blue"))
        #expect(read.account.problemsTotal == 1, "\(read.reasons)")
    }

    @Test func whatBelongsToNoObjectOrNoClassIsSaid() throws {
        let alone = try dataset(classes: indexed(classes), objects: nil).read(.vocMasks)
        #expect(alone.annotations.map(\.label) == ["cat", "dog"])
        #expect(alone.annotations[0].geometry.area == 9)
        let classless = try dataset(classes: nil, objects: indexed(objects)).read(.vocMasks)
        #expect(classless.annotations.isEmpty && classless.hasProblem("SegmentationObject/a.png", "no picture in SegmentationClass"))
        let partly = try dataset(classes: indexed(classes), objects: indexed(objects.map { $0 == 3 ? 0 : $0 })).read(.vocMasks)
        #expect(partly.annotations.count == 3 && partly.hasProblem("SegmentationClass/a.png", "dog: 3 pixels belong to no object"))
        let unknown = try dataset(classes: indexed(classes), objects: nil, ["labelmap.txt": "background:0,0,0::\ndog:64,0,128::\n"]).read(.vocMasks)
        #expect(unknown.annotations.map(\.label) == ["dog"])
        #expect(unknown.hasProblem("SegmentationClass/a.png", "9 pixels are of number 8, which labelmap.txt does not name"))
    }

    @Test func picturesThatAreNoneAreRows() throws {
        func reasons(_ classes: [UInt8], _ objects: [UInt8]? = nil) throws -> String {
            let read = try dataset(classes: classes, objects: objects).read(.vocMasks)
            #expect(read.annotations.isEmpty && read.images.count == 1 && read.account.skipped == 1)
            return read.reasons.joined(separator: "; ")
        }
        let fine = try indexed(classes)
        #expect(try reasons(Array("<html>".utf8)).contains("is no PNG"))
        #expect(try reasons(Array(fine.prefix(fine.count - 30))).contains("cut off"))
        #expect(try reasons(indexed([1, 2], width: 2, height: 1)).contains("has 2 x 1 pixels where the image has 6 x 4"))
        #expect(try reasons(fine, indexed([1, 2], width: 2, height: 1)).contains("SegmentationObject/a.png has 2 x 1"))
        var huge = fine
        for at in 16..<24 { huge[at] = at % 4 == 0 ? 0 : 255 }
        #expect(try reasons(huge).contains("has 16777215 x 16777215 pixels"))
    }

    @Test func masksComeBackAndPillowReadsThePalette() throws {
        let shapes = [
            DatasetAnnotation(label: "cat", geometry: try mask(1)), DatasetAnnotation(label: "a:b", geometry: try mask(2)),
            DatasetAnnotation(label: "cat", geometry: try mask(3)),
        ]
        let images = [
            DatasetImage(name: "a.jpg", size: size, split: .train, annotations: shapes), DatasetImage(name: "b.jpg", size: size),
        ]
        let trip = try RoundTrip(.vocMasks, images)
        #expect(trip.read.annotations.map(\.label) == ["cat", "a_b", "cat"])
        #expect(trip.read.annotations.map(\.geometry) == shapes.map(\.geometry))
        #expect(trip.read.images.map(\.split) == [.train, nil] && trip.read.classes == ["cat", "a_b"])
        #expect(trip.written.problems.map(\.reason) == ["the class \"a:b\" is written as \"a_b\""])
        #expect(trip.sink.text("ImageSets/Segmentation/default.txt") == "b\n")
        let script = """
            import sys
            from PIL import Image
            for folder in ("SegmentationClass", "SegmentationObject"):
                p = Image.open(f"{sys.argv[1]}/{folder}/a.png")
                print(p.mode, list(p.getdata()), p.getpalette()[:12])
            """
        let classes = objects.map { $0 == 255 ? 0 : $0 == 2 ? 2 : $0 == 0 ? 0 : 1 }
        let palette = "[0, 0, 0, 128, 0, 0, 0, 128, 0, 128, 128, 0]"
        #expect(
            try PythonOracle.run(script, [trip.data.path])
                == "P \(classes) \(palette)\nP \(objects.map { $0 == 255 ? 0 : $0 }) \(palette)\n")
    }

    @Test func whatMasksCannotHoldIsSaid() throws {
        let whole = Geometry.box(Box(x: 0, y: 0, width: 6, height: 4))
        let shapes = [
            DatasetAnnotation(label: "cat", geometry: .polyline([Point(0, 0), Point(3, 3)])), DatasetAnnotation(label: "cat", geometry: .image),
            DatasetAnnotation(label: "cat", geometry: whole, attributes: JSONObject([("x", 1)]), confidence: 0.5),
            DatasetAnnotation(label: "cat", geometry: whole),
            DatasetAnnotation(label: "cat", geometry: .box(Box(x: 0.1, y: 0.1, width: 0.1, height: 0.1))),
        ]
        let trip = try RoundTrip(.vocMasks, [DatasetImage(name: "a.jpg", size: size, annotations: shapes), DatasetImage(name: "b.jpg")])
        #expect(
            trip.written.problems.map(\.reason) == [
                "cat: polyline has no place in a mask", "cat: image has no place in a mask", "cat: masks have no place for a confidence",
                "cat: masks have no place for attributes", "cat: covers no pixel", "24 pixels belong to several shapes, and were given to the last",
                "its size is not known, and masks have as many pixels",
            ])
        #expect(trip.written.skipped == 4)
    }
}
