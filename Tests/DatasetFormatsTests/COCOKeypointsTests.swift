import Core
import DatasetFormats
import Geometry
import OracleSupport
import Testing

@Suite struct COCOKeypointsTests {
    private let size = PixelSize(width: 640, height: 480)
    private let cat = DatasetSkeleton(keypoints: ["nose", "left ear", "tail"], edges: [[0, 1], [1, 2]])
    private let points = [Keypoint(10.25, 20, visibility: 2), Keypoint(0, 0, visibility: 0), Keypoint(100, 90.5, visibility: 1)]

    private func document(_ annotations: [String], category: String) -> String {
        #"{"images":[{"id":1,"file_name":"a.png","width":640,"height":480}],"annotations":["#
            + annotations.joined(separator: ",") + "],\"categories\":[\(category)]}"
    }

    private func read(_ annotations: [String], category: String, _ options: ReadOptions = ReadOptions()) throws -> ReadResult {
        let data = try TestDataset(["a.json": document(annotations, category: category)])
        try data.picture("a.png")
        return try data.read(.coco, options)
    }

    private let category = #"{"id":1,"name":"cat","keypoints":["nose","left ear","tail"],"skeleton":[[1,2],[2,3]]}"#

    @Test func whatDeclaresKeypointsIsReadAsKeypoints() throws {
        let read = try read(
            [
                #"{"id":1,"image_id":1,"category_id":1,"bbox":[5,6,120,100],"num_keypoints":2,"keypoints":[10.25,20,2,0,0,0,100,90.5,1],"segmentation":[[5,6,100,6,100,100]]}"#,
                #"{"id":2,"image_id":1,"category_id":1,"bbox":[5,6,10,10],"num_keypoints":0,"keypoints":[0,0,0,0,0,0,0,0,0]}"#,
                #"{"id":3,"image_id":1,"category_id":1,"bbox":[5,6,10,10],"keypoints":[7,7,2]}"#,
                #"{"id":4,"image_id":1,"category_id":1,"bbox":[5,6,10,10],"keypoints":[7,7,2,1]}"#,
                #"{"id":5,"image_id":1,"category_id":1,"bbox":[5,6,10,10],"keypoints":[NaN,7,2,1,1,2,1e999,1,2]}"#,
            ], category: category)
        #expect(read.skeletons == ["cat": cat])
        #expect(read.annotations.first?.geometry == .keypoints(points))
        #expect(read.annotations.first?.attributes == JSONObject([("box", [5, 6, 120, 100])]))
        let box = Geometry.box(Box(x: 5, y: 6, width: 10, height: 10))
        #expect(read.annotations.dropFirst().map(\.geometry) == [box, .keypoints([Keypoint(7, 7, visibility: 2)]), box, box])
        #expect(read.hasProblem("a.json", "annotation 3 cat: has 1 keypoints where its category declares 3"))
        #expect(read.hasProblem("a.json", "annotation 4 cat: keypoints that are not [x, y, v, ...] was not read; its box stands"))
        #expect(read.hasProblem("a.json", "annotation 5 cat: keypoints"))
        #expect(read.hasProblem("a.json", "1 annotations have an outline too"))
    }

    @Test func outlinesAreTakenWhenTheyAreWantedAndThatIsSaid() throws {
        var options = ReadOptions()
        options.prefersKeypoints = false
        let read = try read(
            [#"{"id":1,"image_id":1,"category_id":1,"bbox":[5,6,120,100],"keypoints":[10,20,2,0,0,0,100,90,1]}"#], category: category, options)
        #expect(read.annotations.map(\.geometry) == [.box(Box(x: 5, y: 6, width: 120, height: 100))])
        #expect(read.hasProblem("a.json", "1 annotations have keypoints too"))
    }

    @Test func edgesThatJoinNothingAreRows() throws {
        let read = try read([], category: #"{"id":1,"name":"cat","keypoints":["a","b"],"skeleton":[[1,2],[0,1],[2,3],[1],[1.5,2],[1,2,1]]}"#)
        #expect(read.skeletons == ["cat": DatasetSkeleton(keypoints: ["a", "b"], edges: [[0, 1]])])
        #expect(read.account.problemsTotal == 5)
        #expect(read.hasProblem("a.json", "categories[0] [0.0, 1.0] of its skeleton is no pair"))
    }

    @Test func keypointsComeBackAsTheyWere() throws {
        var carried = DatasetAnnotation(label: "cat", geometry: .keypoints(points))
        carried.attributes = JSONObject([("box", [5, 6, 120.5, 100]), ("occluded", true)])
        let bare = DatasetAnnotation(label: "cat", geometry: .keypoints([Keypoint(1, 2, visibility: 2), Keypoint(5, 5, visibility: 0), points[2]]))
        let box = DatasetAnnotation(label: "dog", geometry: .box(Box(x: 1, y: 1, width: 5, height: 5)))
        var options = WriteOptions()
        options.skeletons = ["cat": cat]
        let trip = try RoundTrip(.coco, [DatasetImage(name: "a.png", size: size, annotations: [carried, bare, box])], options)
        #expect(trip.written.problemsTotal == 0 && trip.read.account.problemsTotal == 0, "\(trip.read.reasons)")
        #expect(trip.read.annotations == [carried, bare, box])
        #expect(trip.read.skeletons == ["cat": cat])
        let script = """
            import sys, contextlib, io, json
            from pycocotools.coco import COCO
            from pycocotools.cocoeval import COCOeval
            with contextlib.redirect_stdout(io.StringIO()): c = COCO(sys.argv[1])
            print(json.dumps([c.cats[1]["keypoints"], c.cats[1]["skeleton"]]))
            for a in c.loadAnns(c.getAnnIds(catIds=[1])): print(json.dumps([a["keypoints"], a["num_keypoints"], a["bbox"]]))
            """
        let said = try PythonOracle.run(script, [trip.data.path + "/annotations/instances_default.json"])
        #expect(
            said == """
                [["nose", "left ear", "tail"], [[1, 2], [2, 3]]]
                [[10.25, 20, 2, 0, 0, 0, 100, 90.5, 1], 2, [5, 6, 120.5, 100]]
                [[1, 2, 2, 5, 5, 0, 100, 90.5, 1], 2, [1, 2, 99, 88.5]]

                """)
    }

    @Test func skeletonsThatBecomeKnownLateAreWritten() throws {
        let sink = MemorySink()
        let writer = try DatasetFormat.coco.writer(sink, WriteOptions())
        try writer.add(
            DatasetImage(name: "a.png", size: size, annotations: [DatasetAnnotation(label: "cat", geometry: .keypoints(points))]), picture: nil)
        writer.know(["cat": cat])
        try writer.finish()
        #expect(sink.text("annotations/instances_default.json")?.contains(#""skeleton":[[1,2],[2,3]]"#) == true)
    }
}
