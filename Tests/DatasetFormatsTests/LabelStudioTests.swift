import Core
import DatasetFormats
import Geometry
import Testing

@Suite struct LabelStudioTests {
    private func region(_ type: String, _ value: String, _ more: String = "") -> String {
        #"{"id":"r","type":"\#(type)","from_name":"l","to_name":"image","original_width":200,"original_height":100,"value":{\#(value)}\#(more)}"#
    }

    private func task(_ image: String, _ results: [String], _ more: String = "") -> String {
        #"{"id":7,"data":{"image":"\#(image)"},"annotations":[{"id":1,"result":[\#(results.joined(separator: ","))]}]\#(more)}"#
    }

    private func read(_ json: String, _ pictures: [String] = ["images/cat.png"]) throws -> ReadResult {
        let data = try TestDataset(["tasks.json": json])
        for picture in pictures { try data.picture(picture, 200, 100) }
        #expect(try OpenedDataset(data.path).format == .labelStudio)
        return try data.read(.labelStudio)
    }

    @Test func readsEveryShape() throws {
        let rle = "0,0,1,144,57,27,252,1,2,3"  // broken off
        let read = try read(
            "["
                + task(
                    "/data/upload/3/0a1b2c3d-cat.png",
                    [
                        region("rectanglelabels", #""x":10,"y":20,"width":30,"height":40,"rotation":0,"rectanglelabels":["cat"]"#),
                        #"{"id":"t","type":"rectanglelabels","original_width":200,"original_height":100,"value":{"x":50,"y":50,"width":10,"height":10,"rotation":90,"rectanglelabels":["cat"]}}"#,
                        #"{"id":"p","type":"polygonlabels","original_width":200,"original_height":100,"value":{"points":[[0,0],[50,0],[50,50]],"polygonlabels":["dog"]}}"#,
                        #"{"id":"e","type":"ellipselabels","original_width":200,"original_height":100,"value":{"x":50,"y":50,"radiusX":10,"radiusY":10,"ellipselabels":["dog"]}}"#,
                        #"{"id":"k","type":"keypointlabels","original_width":200,"original_height":100,"value":{"x":50,"y":50,"width":1,"keypointlabels":["nose"]}}"#,
                        #"{"id":"c","type":"choices","value":{"choices":["indoor","night"]}}"#,
                        #"{"id":"x","type":"taxonomy","value":{"taxonomy":[["animal","cat"]]}}"#,
                        #"{"type":"relation","from_id":"r","to_id":"t","direction":"right"}"#,
                        #"{"id":"b","type":"brushlabels","original_width":200,"original_height":100,"value":{"format":"rle","rle":[\#(rle)],"brushlabels":["cat"]}}"#,
                    ]) + "]")
        #expect(read.images.first?.name == "cat.png" && read.images.first?.file != nil)
        let shapes = read.annotations.map(\.geometry)
        #expect(read.annotations.map(\.label) == ["indoor", "night", "animal/cat", "cat", "cat", "dog", "dog", "nose"])
        #expect(shapes[3] == .box(Box(x: 20, y: 20, width: 60, height: 40)))
        // Turned about its top-left corner at (100, 50): by 90 degrees it lies to the left of it and below.
        guard case .rotatedBox(let turned) = shapes[4] else {
            Issue.record("\(shapes[4])")
            return
        }
        #expect(abs(turned.cx - 95) < 1e-9 && abs(turned.cy - 60) < 1e-9 && turned.width == 20 && turned.height == 10 && turned.angle == 90)
        #expect(shapes[5] == .polygon(Polygon(points: [Point(0, 0), Point(100, 0), Point(100, 50)])))
        #expect(abs(shapes[6].area - .pi * 20 * 10) < 1.1 && shapes[7] == .keypoints([Keypoint(100, 50, visibility: 2)]))
        #expect(read.hasProblem("tasks.json", "task 7 relation: 1 not read"))
        #expect(read.hasProblem("tasks.json", "task 7, region b cat: run lengths"))
        #expect(read.account.skipped == 2)
    }

    @Test func takesTheGroundTruthElseTheLast() throws {
        func annotation(_ label: String, _ more: String) -> String {
            #"{"result":[{"id":"c","type":"choices","value":{"choices":["\#(label)"]}}],\#(more)}"#
        }
        func labels(_ annotations: [String]) throws -> [String] {
            try read(#"[{"id":1,"data":{"image":"cat.png"},"annotations":[\#(annotations.joined(separator: ","))]}]"#).annotations.map(\.label)
        }
        let old = annotation("old", #""created_at":"2024-01-01""#), new = annotation("new", #""updated_at":"2025-01-01""#)
        #expect(try labels([old, new]) == ["new"] && labels([new, old]) == ["new"])
        #expect(try labels([annotation("truth", #""ground_truth":true"#), new]) == ["truth"])
        #expect(try labels([old, annotation("bad", #""was_cancelled":true,"updated_at":"2026""#)]) == ["old"])
    }

    @Test func predictionsHaveScores() throws {
        let result = region("rectanglelabels", #""x":10,"y":20,"width":30,"height":40,"rectanglelabels":["cat"]"#)
        let scored = result.replacing(#""type""#, with: #""score":0.9,"type""#)
        let read = try read("[" + task("cat.png", [], #","predictions":[{"score":0.5,"result":[\#(result)]},{"result":[\#(scored)]}]"#) + "]")
        #expect(read.annotations.map(\.confidence) == [0.5, 0.9])
    }

    @Test func findsPicturesByEveryKindOfReference() throws {
        let references = [
            "/data/local-files/?d=set%201/a.png", "s3://bucket/set 1/a.png", "https://host/set%201/a.png?x=1#y", "set 1\\\\a.png",
            "/data/upload/1/abcdef01-a.png", "a.png",
        ]
        for reference in references {
            #expect(try read("[" + task(reference, []) + "]", ["set 1/a.png"]).images.first?.file != nil, "\(reference)")
        }
        for reference in ["../../etc/a.png", "/data/local-files/?d=../../a.png", "s3://bucket/../a.png", ""] {
            let read = try read("[" + task(reference, []) + "]", [])
            #expect(read.images.isEmpty && read.account.skipped == 1, "\(reference)")
        }
    }

    @Test func readsTheMinimalExport() throws {
        let read = try read(
            #"[{"image":"/data/upload/1/abcdef01-cat.png","id":1,"box":[{"x":10,"y":20,"width":30,"height":40,"rotation":0,"rectanglelabels":["cat"],"original_width":200,"original_height":100}],"choice":"indoor","many":{"choices":["a","b"]},"annotator":1,"annotation_id":2}]"#
        )
        #expect(read.annotations.map(\.label).sorted() == ["a", "b", "cat", "indoor"])
    }

    @Test func masksAndAttributesComeBack() throws {
        var pixels = [UInt8](repeating: 0, count: 400 * 300)
        for index in pixels.indices where (index * 7919) % 13 < 5 || index > 90_000 { pixels[index] = 1 }
        let mask = Mask(try RunLengths(height: 300, width: 400, rows: pixels))
        let attributes = JSONObject([("hidden", false), ("words", "a, b"), ("age", 2.5)])
        let points: [Keypoint] = [Keypoint(10, 10, visibility: 2), Keypoint(0, 0, visibility: 0), Keypoint(20, 30, visibility: 1)]
        let image = CapabilityTests.image(
            "a.png",
            [
                DatasetAnnotation(label: "cat", geometry: .mask(mask), attributes: attributes),
                DatasetAnnotation(label: "cat", geometry: .keypoints(points), attributes: JSONObject([("box", [5.0, 5.0, 100.0, 100.0])])),
                DatasetAnnotation(label: "night", geometry: .image, confidence: 0.5),
            ])
        let read = try CapabilityTests.there(
            CapabilityTests.Target(format: .labelStudio), [image], skeletons: ["cat": DatasetSkeleton(keypoints: ["a", "b", "c"])]
        ).read
        #expect(read.account.problemsTotal == 0, "\(read.account.problems)")
        #expect(read.annotations.count == 3 && read.annotations[0].geometry == .mask(mask) && read.annotations[0].attributes == attributes)
        #expect(read.annotations[2].confidence == 0.5)
        // Nobody labelled the point b, so its name is in no task.
        guard case .keypoints(let found) = read.annotations[1].geometry else {
            Issue.record("\(read.annotations)")
            return
        }
        #expect(found.filter(\.isLabelled).map(\.visibility) == [2, 1])
        #expect(read.annotations[1].attributes["box"] != nil)
    }

    @Test func badInputIsReported() throws {
        let good = task("cat.png", [region("rectanglelabels", #""x":10,"y":20,"width":30,"height":40,"rectanglelabels":["cat"]"#)])
        let bad = [
            #""x":NaN,"y":0,"width":1,"height":1,"rectanglelabels":["cat"]"#, #""x":Infinity,"y":0,"width":1,"height":1,"rectanglelabels":["cat"]"#,
            #""x":1e308,"y":0,"width":1e308,"height":1,"rectanglelabels":["cat"]"#, #""x":1,"y":0,"width":1,"height":1"#,
            #""x":1,"y":"a","width":1,"height":1,"rectanglelabels":["cat"]"#,
            #""points":[[1],[2,3]],"polygonlabels":["cat"]"#, #""points":[],"polygonlabels":["cat"]"#, #""rle":[300],"brushlabels":["cat"]"#,
            #""rle":"x","brushlabels":["cat"]"#,
        ]
        for value in bad {
            let read = try read("[" + good + "," + task("cat.png", [region("x", value)]) + "]")
            #expect(read.annotations.count == 1 && read.account.skipped == 1, "\(value): \(read.account.problems)")
        }
        let ends: [(String, Int)] = [(",{]", 2), (",", 1), (",5,\"x\",{}]", 3), (",\(good.dropLast(30))", 1)]
        for (end, skipped) in ends {
            let text = "[\(good)\(end)"
            let read = try read(text)
            #expect(read.annotations.count == 1 && read.account.skipped == skipped, "\(text.suffix(20)): \(read.account.problems)")
        }
    }
}
