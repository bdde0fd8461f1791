import Core
import DatasetFormats
import Foundation
import Geometry
import ImageCodecs
import OracleSupport
import Testing

/// Keeps what a writer writes in memory.
final class MemorySink: DatasetSink {
    var files: [String: [UInt8]] = [:]
    var isFinished = false

    func write(_ path: String, size: Int64?, next: () throws -> [UInt8]) throws {
        var bytes: [UInt8] = []
        while true {
            let piece = try next()
            if piece.isEmpty { break }
            bytes += piece
        }
        #expect(size == nil || size == Int64(bytes.count))
        #expect(files[path] == nil, "\(path) was written twice")
        files[path] = bytes
    }

    func finish() throws { isFinished = true }
    func text(_ path: String) -> String? { files[path].map { String(decoding: $0, as: UTF8.self) } }
}

@Suite struct WriterTests {
    private let size = PixelSize(width: 6000, height: 4000)

    private func image(_ name: String, _ shapes: [(String, Geometry)], split: DatasetSplit? = .train) -> DatasetImage {
        DatasetImage(name: name, size: size, split: split, annotations: shapes.map { DatasetAnnotation(label: $0.0, geometry: $0.1) })
    }

    private func write(_ format: DatasetFormat, _ images: [DatasetImage], task: YOLOTask = .detect) throws -> (
        sink: MemorySink, account: ImportAccount
    ) {
        let sink = MemorySink()
        var options = WriteOptions()
        options.classes = ["cat"]
        options.encodeLabelMap = { try $0.png() }
        options.yoloTask = task
        let writer = try format.writer(sink, options)
        for image in images {
            let bytes = Array("picture of \(image.name)".utf8)
            var rest: [UInt8]? = bytes
            try writer.add(
                image,
                picture: PictureBytes(size: Int64(bytes.count)) {
                    defer { rest = nil }
                    return rest ?? []
                })
        }
        try writer.finish()
        #expect(sink.isFinished)
        return (sink, writer.account)
    }

    /// Puts what was written into a folder, with pictures that have a size, and reads it back.
    private func readBack(_ sink: MemorySink, _ format: DatasetFormat) throws -> ReadResult {
        let data = try TestDataset()
        for (path, bytes) in sink.files where !PictureNames.matches(path) { try data.write(path, bytes) }
        for path in sink.files.keys where PictureNames.matches(path) { try data.picture(path, size.width, size.height) }
        return try data.read(format)
    }

    private let awkward: [(String, Geometry)] = [
        ("cat", .box(Box(x: 0.1, y: 1.0 / 3, width: 1999.123456, height: 0.7))),
        ("dog \"x\" & <y>", .box(Box(x: 0, y: 0, width: 6000, height: 4000))),
        ("cat", .box(Box(x: 5999.5, y: 3999.5, width: 0.5, height: 0.5))),
    ]

    @Test(arguments: [DatasetFormat.coco, .yolo, .voc, .cvat, .labelMe]) func boxesComeBack(_ format: DatasetFormat) throws {
        let written = try write(
            format,
            [image("a.jpg", awkward), image("sub/a.jpg", awkward), image("A.PNG", [], split: .val), image("../../evil.jpg", awkward, split: nil)])
        #expect(written.account.problemsTotal == 0 && written.account.annotations == 9)
        #expect(written.sink.files.keys.allSatisfy { SafePath.normalise($0) == $0 })
        let read = try readBack(written.sink, format)
        #expect(read.images.count == 4)
        #expect(read.account.problemsTotal == 0, "\(read.account.problems.prefix(3))")
        for image in read.images where !image.annotations.isEmpty {
            #expect(image.annotations.map(\.label) == awkward.map(\.0))
            for (annotation, expected) in zip(image.annotations, awkward) {
                guard case .box(let found) = annotation.geometry, case .box(let box) = expected.1 else {
                    Issue.record("no box")
                    continue
                }
                #expect(max(abs(found.x - box.x), abs(found.y - box.y), abs(found.right - box.right), abs(found.bottom - box.bottom)) < 1e-3)
            }
        }
    }

    private let ring = [Point(100, 100), Point(500, 120), Point(480, 600), Point(90, 580)]
    private let hole = [Point(200, 200), Point(300, 210), Point(290, 300)]

    @Test(arguments: [DatasetFormat.coco, .yolo, .cvat, .labelMe]) func outlinesWithHolesComeBack(_ format: DatasetFormat) throws {
        let shape = Polygon(points: ring, holes: [hole])
        let written = try write(format, [image("a.jpg", [("cat", .polygon(shape))])], task: .segment)
        let annotation = try #require(try readBack(written.sink, format).annotations.first)
        guard case .polygon(let back) = annotation.geometry else {
            Issue.record("no polygon")
            return
        }
        #expect(abs(back.area - shape.area) < 1e-2)
        #expect(back.holes.count == 1 && back.points.count == 4)
    }

    @Test func pycocotoolsSeesWhatWeSee() throws {
        let mask = try #require(RunLengths(Polygon(points: [Point(3, 3), Point(40, 5), Point(30, 60)]), height: 4000, width: 6000))
        let shapes: [(String, Geometry)] = [
            ("cat", .polygon(Polygon(points: ring, holes: [hole]))), ("cat", .mask(Mask(mask))),
            ("cat", .rotatedBox(RotatedBox(cx: 900, cy: 900, width: 80, height: 40, angle: 30))),
            ("cat", .keypoints([Keypoint(5, 6, visibility: 2), Keypoint(50, 60, visibility: 1)])), ("cat", .polyline([Point(1, 1), Point(50, 90)])),
        ]
        let written = try write(.coco, [image("a.jpg", shapes + [("cat", .image)])])
        #expect(written.account.skipped == 1)
        let data = try TestDataset()
        try data.write("a.json", try #require(written.sink.files["annotations/instances_train.json"]))
        let script = """
            import sys, contextlib, io
            from pycocotools.coco import COCO
            with contextlib.redirect_stdout(io.StringIO()): c = COCO(sys.argv[1])
            for a in c.loadAnns(sorted(c.getAnnIds())):
                print(int(c.annToMask(a).sum()) if a["segmentation"] else "-", a["id"])
            """
        let lines = try PythonOracle.run(script, [data.path + "/a.json"]).split(separator: "\n").map(String.init)
        let holed = try #require(RunLengths(Polygon(points: ring, holes: [hole]), height: 4000, width: 6000)).area
        let turned = try #require(RunLengths(ring: RotatedBox(cx: 900, cy: 900, width: 80, height: 40, angle: 30).corners, height: 4000, width: 6000))
            .area
        #expect(lines == ["\(holed) 1", "\(mask.area) 2", "\(turned) 3", "- 4", "- 5"])
    }

    @Test func yoloNeedsSizesAndSaysWhatItCannotHold() throws {
        var bare = image("a.jpg", awkward)
        bare.size = nil
        let written = try write(.yolo, [bare, image("b.jpg", [("cat", .image)])])
        #expect(written.account.skipped == 5)
        #expect(written.sink.text("labels/train/b.txt") == "")
        #expect(written.sink.text("data.yaml")?.contains("val: images/train") == true)
    }

    @Test func tablesAndFoldersComeBack() throws {
        let images = [
            image("a.jpg", [("cat", .image), ("dog, big", .box(Box(x: 1, y: 1, width: 2, height: 2)))]), image("b.jpg", [], split: .val),
            image("c.jpg", [("dog, big", .image)], split: nil),
        ]
        let table = try write(.multiclassCSV, images)
        #expect(table.sink.text("train/_classes.csv") == "filename,cat,\"dog, big\"\na.jpg,1,1\n")
        let read = try readBack(table.sink, .multiclassCSV)
        #expect(read.images.map { $0.annotations.count }.sorted() == [0, 1, 2])
        #expect(Set(read.images.map(\.split)) == [.train, .val, nil])

        let folders = try write(.folders, images)
        #expect(Set(folders.sink.files.keys) == ["train/cat/a.jpg", "val/b.jpg", "dog, big/c.jpg"])
        #expect(folders.account.skipped == 1)
    }

    @Test func refusesAFolderThatIsNotEmpty() throws {
        let data = try TestDataset(["x": "y"])
        let error = #expect(throws: FoveaError.self) { try DirectorySink(data.path) }
        #expect(error?.kind == .conflict)
    }
}
