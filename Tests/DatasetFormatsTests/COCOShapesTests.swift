import Core
import DatasetFormats
import Geometry
import OracleSupport
import Testing

/// What COCO files hold besides boxes and simple outlines.
@Suite struct COCOShapesTests {
    private let size = PixelSize(width: 100, height: 50)
    private let images = #""images":[{"id":"one","file_name":"a.png","width":100,"height":50}]"#
    private let categories = #""categories":[{"id":"c","name":"cat"},{"id":2,"name":"dog"}]"#

    private func read(_ annotations: [String], _ more: [String: String] = [:]) throws -> ReadResult {
        var files = more
        files["instances_val.json"] = "{\(images),\(categories),\"annotations\":[\(annotations.joined(separator: ","))]}"
        let data = try TestDataset(files)
        try data.picture("a.png", 100, 50)
        return try data.read(.coco)
    }

    @Test func areasApartAndHolesComeBackAsTheyWere() throws {
        let square = [Point(0, 0), Point(10, 0), Point(10, 10), Point(0, 10)], far = [Point(30, 0), Point(40, 0), Point(40, 10), Point(30, 10)]
        let hole = [Point(32, 2), Point(38, 2), Point(38, 8)]
        let joined = try #require(Polygon.joining([square, far, [Point(60, 0), Point(70, 0), Point(70, 10)]]))
        let holed = Polygon(points: square.map { Point($0.x * 4, $0.y * 4) }, holes: [hole])
        var both = try #require(Polygon.joining([square, far]))
        both.holes = [hole]
        let shapes = [joined, holed, both].map { DatasetAnnotation(label: "cat", geometry: .polygon($0)) }
        let trip = try RoundTrip(.coco, [DatasetImage(name: "a.png", size: size, annotations: shapes)])
        #expect(trip.read.annotations[0] == shapes[0])
        #expect(trip.read.annotations.map(\.geometry.area) == shapes.map(\.geometry.area))
        guard case .polygon(let back) = trip.read.annotations[1].geometry else { return #expect(Bool(false)) }
        #expect(back.points == holed.points && back.holes.count == 1)
        let script = """
            import sys, contextlib, io
            from pycocotools.coco import COCO
            with contextlib.redirect_stdout(io.StringIO()): c = COCO(sys.argv[1])
            for a in c.loadAnns(sorted(c.getAnnIds())):
                m = c.annToMask(a)
                print(len(a["segmentation"]), int(m.sum()), a["area"], int(m[5, 36]))
            """
        let said = try PythonOracle.run(script, [trip.data.path + "/annotations/instances_default.json"]).split(separator: "\n")
        #expect(said.map { $0.split(separator: " ")[0] } == ["3", "1", "2"])
        #expect(said[2].hasSuffix(" 182.0 0") || said[2].hasSuffix(" 182 0"), "\(said)")
    }

    @Test func boxesThatAreTurnedAreReadAsTheFieldWritesThemAndComeBack() throws {
        let read = try read([
            #"{"id":1,"image_id":"one","category_id":2,"bbox":[20,10,40,20],"segmentation":[],"attributes":{"rotation":30.0,"occluded":false}}"#,
            #"{"id":2,"image_id":"one","category_id":2,"bbox":[20,10,40,20],"attributes":{"rotation":0.0}}"#,
            #"{"id":3,"image_id":"one","category_id":2,"bbox":[20,10,40,20],"segmentation":[[20,10,60,10,60,30]],"attributes":{"rotation":9}}"#,
        ])
        let box = RotatedBox(cx: 40, cy: 20, width: 40, height: 20, angle: 30)
        #expect(read.annotations[0].geometry == .rotatedBox(box))
        #expect(read.annotations[0].attributes == JSONObject([("occluded", false)]))
        #expect(read.annotations[1].geometry == .box(Box(x: 20, y: 10, width: 40, height: 20)))
        #expect(read.annotations[2].geometry.kind == .polygon && read.annotations[2].attributes["rotation"] == 9)

        let shapes = [30, 90.5, 200, 359.75].map { angle -> DatasetAnnotation in
            let turned = RotatedBox(cx: 50.125, cy: 25.5, width: 20.3, height: 9.7, angle: angle)
            return DatasetAnnotation(label: "dog", geometry: .rotatedBox(turned), attributes: JSONObject([("sure", true)]))
        }
        let trip = try RoundTrip(.coco, [DatasetImage(name: "a.png", size: size, annotations: shapes)])
        #expect(trip.read.annotations == shapes)
    }

    @Test func resultsJoinTheFileOfTheirSplitAsPredictions() throws {
        let results = #"""
            [{"image_id":"one","category_id":2,"bbox":[1.5,2,3,4],"score":0.123456789012345},
             {"image_id":"one","category_id":"c","segmentation":{"size":[50,100],"counts":[10,40,4950]},"score":1},
             {"image_id":"one","category_id":2,"bbox":[1,2,3,4],"score":1.5}, {"image_id":"one","category_id":2,"bbox":[1,2,3,4],"score":NaN},
             {"image_id":"two","category_id":2,"bbox":[1,2,3,4],"score":0.5}, {"image_id":"one","category_id":7,"bbox":[1,2,3,4],"score":0.5},
             {"image_id":"one","category_id":2,"score":0.5}, {"image_id":"one","category_id":2,"bbox":[1,2,1e999,4],"score":0.5},
             {"category_id":2,"bbox":[1,2,3,4],"score":0.5}]
            """#
        let other = #"{"images":[{"id":"one","file_name":"b.png","width":9,"height":9}],"annotations":[],"categories":[{"id":2,"name":"dog"}]}"#
        let data = try TestDataset([
            "instances_val.json": "{\(images),\(categories),\"annotations\":[{\"id\":1,\"image_id\":\"one\",\"category_id\":2,\"bbox\":[9,9,5,5]}]}",
            "instances_train.json": other, "val_results.json": results, "elsewhere.json": results,
        ])
        try data.picture("a.png", 100, 50)
        try data.picture("b.png", 9, 9)
        #expect(try OpenedDataset(data.path).format == .coco)
        let read = try data.read(.coco)
        #expect(read.images.map { $0.annotations.count } == [0, 5])
        #expect(read.annotations.map(\.confidence) == [nil, 0.123456789012345, 1, 1, 0])
        #expect(read.annotations[1].geometry == .box(Box(x: 1.5, y: 2, width: 3, height: 4)))
        #expect(read.annotations[2].geometry.area == 40 && read.annotations[2].label == "cat")
        let file = "val_results.json"
        #expect(read.hasProblem(file, "annotation 3 dog: its score is 1.5") && read.hasProblem(file, "annotation 4 dog: its score is no finite"))
        #expect(read.hasProblem(file, "annotation 5 speaks of an image") && read.hasProblem(file, "annotation 6 its category 7"))
        #expect(read.hasProblem(file, "annotation 7 dog: has neither") && read.hasProblem(file, "annotation 8 dog: coordinates"))
        #expect(read.hasProblem(file, "annotations[8] has no image_id"))
        #expect(read.hasProblem("elsewhere.json", "2 files could name its images"))
        #expect(read.account.skipped == 6)
    }

    @Test func resultsAloneAreNotEnough() throws {
        let data = try TestDataset(["r.json": #"[{"image_id":1,"category_id":2,"bbox":[1,2,3,4],"score":0.5}]"#])
        let error = #expect(throws: FoveaError.self) { try ReadResult(OpenedDataset(data.path).reader) }
        #expect("\(error?.fields.first?.message ?? "")".contains("names its images and categories"))
    }

    @Test func idsAreTextToo() throws {
        let read = try read([
            #"{"id":"x","image_id":"one","category_id":"c","bbox":[1,2,3,4]}"#, #"{"id":"x","image_id":"one","category_id":"c","bbox":[1,2,3,5]}"#,
            #"{"id":"y","image_id":"one","category_id":"c","bbox":[1,2,NaN,5]}"#,
            #"{"id":5,"image_id":"one","category_id":"nobody","bbox":[1,2,3,4]}"#,
        ])
        #expect(read.annotations.count == 2)
        #expect(read.hasProblem("instances_val.json", "annotation x the id is used more than once"))
        #expect(read.hasProblem("instances_val.json", "annotation y cat: coordinates that are not finite"))
        #expect(read.hasProblem("instances_val.json", "annotation 5 its category nobody"))
    }

    /// A number that no double holds spoils its row and no other, wherever it stands.
    @Test func numbersBeyondAllDoublesAreRows() throws {
        let fine = (0..<4000).map { #"{"id":\#($0 + 10),"image_id":"one","category_id":2,"bbox":[1,2,3,4.0e0],"attributes":{"e":"1e999"}}"# }
        let bad = [
            #"{"id":1,"image_id":"one","category_id":2,"bbox":[1e999,2,3,4]}"#, #"{"id":2,"image_id":"one","category_id":2,"bbox":[1,-1E+400,3,4]}"#,
            #"{"id":3,"image_id":"one","category_id":2,"bbox":[1,2,\#(String(repeating: "9", count: 500)),4]}"#,
        ]
        let read = try read(Array(fine.prefix(2000)) + bad + Array(fine.suffix(2000)))
        #expect(read.annotations.count == 4000)
        #expect(read.annotations[0].attributes["e"] == "1e999")
        for id in 1...3 { #expect(read.hasProblem("instances_val.json", "annotation \(id) dog: coordinates that are not finite")) }
        #expect(read.account.skipped == 3)
    }

    @Test(arguments: [
        (#"{"size":[50,100],"counts":[10,40]}"#, "cover 50 pixels"), (#"{"size":[50,100],"counts":[10,-40,5030]}"#, "not COCO run lengths"),
        (#"{"size":[50,100],"counts":[4294967296,1]}"#, "not COCO run lengths"), (#"{"size":[50],"counts":[5000]}"#, "without a size"),
        (#"{"size":[50,100],"counts":"ppppppppppp0"}"#, "not COCO run lengths"), (#"{"size":[50,100],"counts":"\u0001"}"#, "not COCO run lengths"),
        (#"{"size":[99999999999,100],"counts":[5000]}"#, "run lengths: the size"), (#"{"size":[0,0],"counts":[5000]}"#, "without a size"),
        (#"{"counts":[5000]}"#, "without a size"), (#"[[1,2,3,4]]"#, "a polygon of 4 numbers"), (#"[[1,2,3,4,NaN,6]]"#, "not finite"),
        (#"[[1,1,2,2,3,3]]"#, "without area"),
    ])
    func outlinesThatAreNoneAreRowsAndTheBoxStands(_ shape: String, _ reason: String) throws {
        let read = try read([#"{"id":1,"image_id":"one","category_id":2,"bbox":[1,2,3,4],"segmentation":\#(shape)}"#])
        #expect(read.annotations.map(\.geometry) == [.box(Box(x: 1, y: 2, width: 3, height: 4))])
        #expect(read.hasProblem("instances_val.json", reason), "\(read.reasons)")
    }

    @Test func masksOfOtherSizesAreRows() throws {
        let read = try read([#"{"id":1,"image_id":"one","category_id":2,"segmentation":{"size":[5,5],"counts":[5,20]}}"#])
        #expect(read.annotations.isEmpty && read.account.skipped == 1)
        #expect(read.hasProblem("instances_val.json", "a mask of 5 x 5 pixels on an image of 100 x 50"))
    }

    @Test func hugeMasksOfImagesOfNoSizeAreRefused() throws {
        let text =
            #"{"images":[{"id":1,"file_name":"a.jpg"}],"categories":[{"id":1,"name":"cat"}],"annotations":[{"id":1,"image_id":1,"category_id":1,"segmentation":{"size":[65535,65535],"counts":[0,4294836225]}}]}"#
        let read = try TestDataset(["a.json": text]).read(.coco)
        #expect(read.annotations.isEmpty && read.hasProblem("a.json", "a mask of 65535 x 65535 pixels"))
    }
}
