import Core
import DatasetFormats
import Geometry
import Testing

@Suite struct TableTests {
    private func read(_ files: [String: String], _ format: DatasetFormat, _ pictures: [String] = ["a.png", "b.png"]) throws -> ReadResult {
        let data = try TestDataset(files)
        for picture in pictures { try data.picture(picture, 200, 100) }
        #expect(try OpenedDataset(data.path).format == format)
        return try data.read(format)
    }

    private let box = Geometry.box(Box(x: 20, y: 10, width: 40, height: 30))

    @Test(arguments: [
        "filename,width,height,class,xmin,ymin,xmax,ymax\na.png,200,100,cat,20,10,60,40\n",
        "\u{FEFF}image;label;x;y;width;height\r\n\"a.png\";cat;20;10;40;30\r\n\r\n",
        "path\tx_center\ty_center\tw\th\tclass_name\na.png\t40\t25\t40\t30\tcat\n",
        "filename,class,xmin,ymin,xmax,ymax\na.png,cat,0.1,0.1,0.3,0.4\n", "TRAIN,gs://bucket/x/a.png,cat,0.1,0.1,,,0.3,0.4,,\n",
        "a.png,20,10,60,40,cat\n",
    ]) func knowsColumnsByTheirNames(_ text: String) throws {
        let read = try read(["labels.csv": text], .csv)
        #expect(read.annotations.map(\.label) == ["cat"] && read.images.count == 2, "\(read.account.problems)")
        #expect(read.annotations.first.map { CapabilityTests.same($0.geometry, box) } == true, "\(read.annotations)")
    }

    @Test func rowsOfAnImageNeedNotStandTogether() throws {
        let text = #"""
            filename,class,xmin,ymin,xmax,ymax,score,subset,colour,hidden
            a.png,cat,20,10,60,40,,train,"red, ""dark""",true
            b.png,dog,20,10,60,40,0.5,test,3,
            a.png,night,,,,,,,,
            b.png,,,,,,,,,
            """#
        let read = try read(["t.csv": text], .csv)
        #expect(read.account.problemsTotal == 0, "\(read.account.problems)")
        #expect(read.images.map(\.split) == [.train, .test] && read.annotations.map(\.label) == ["cat", "night", "dog"])
        #expect(read.annotations.map(\.geometry.kind) == [.box, .image, .box] && read.annotations[2].confidence == 0.5)
        #expect(
            read.annotations[0].attributes == JSONObject([("colour", "red, \"dark\""), ("hidden", true)])
                && read.annotations[2].attributes["colour"] == 3)
    }

    @Test func badRowsAreReported() throws {
        let rows = [
            "/etc/a.png,cat,1,1,2,2", "../a.png,cat,1,1,2,2", "a.png,cat,nan,1,2,2", "a.png,cat,inf,1,2,2", "a.png,cat,1,1,2", "a.png,cat,1,1,2,2,3",
            "a.png,,1,1,2,2",
            "a.png,cat,x,1,2,2", "a.png,cat,9,1,2,2", "a.png,cat,1e300,1,1e301,2", "a.png,\"cat,1,1,2,2", "a.png,cat,1,1,20,20",
        ]
        let read = try read(["t.csv": "filename,class,xmin,ymin,xmax,ymax\n" + rows.joined(separator: "\n")], .csv)
        #expect(read.annotations.count == 1 && read.account.skipped == 11, "\(read.account.problems.map { "\($0.row ?? "") \($0.reason)" })")
        for number in 2...12 { #expect(read.hasProblem("t.csv", "line \(number) "), "\(number)") }
        #expect(read.hasProblem("t.csv", "line 12 has a quote that is not closed"))
    }

    @Test func openImages() throws {
        let files = [
            "annotations/class-descriptions.csv": "/m/01,Cat\n/m/02,\"Dog, big\"\n",
            "annotations/train-annotations-bbox.csv": """
            ImageID,Source,LabelName,Confidence,XMin,XMax,YMin,YMax,IsOccluded,IsTruncated,IsGroupOf,IsDepiction,IsInside
            a,xclick,/m/01,1,0.1,0.3,0.1,0.4,1,0,0,0,-1
            b,xclick,/m/02,0.5,0.1,0.3,0.1,0.4,0,0,1,0,0
            a,xclick,/m/03,1,0.1,0.3,0.1,0.4,0,0,0,0,0
            a,xclick,/m/01,1,nan,0.3,0.1,0.4,0,0,0,0,0
            ../x,xclick,/m/01,1,0.1,0.3,0.1,0.4,0,0,0,0,0
            gone,xclick,/m/01,1,0.1,0.3,0.1,0.4,0,0,0,0,0
            a,xclick
            """,
            "annotations/validation-annotations-human-imagelabels.csv":
                "ImageID,Source,LabelName,Confidence\nc,verification,/m/02,1\nc,verification,/m/01,0\n",
            "annotations/train-annotations-object-segmentation.csv": "MaskPath,ImageID,LabelName,BoxID\nm.png,a,/m/01,x\n",
        ]
        let read = try read(files, .openImages, ["images/train/a.png", "images/train/b.png", "images/validation/c.png", "images/validation/d.png"])
        let byName = Dictionary(uniqueKeysWithValues: read.images.map { ($0.name, $0) })
        #expect(byName["images/train/a.png"]?.annotations.map(\.label) == ["Cat", "/m/03"])
        #expect(byName["images/train/a.png"].map { CapabilityTests.same($0.annotations[0].geometry, box) } == true)
        #expect(byName["images/train/a.png"]?.annotations[0].attributes == JSONObject([("occluded", true)]))
        #expect(byName["images/train/b.png"]?.annotations.first?.confidence == 0.5)
        #expect(byName["images/validation/c.png"]?.split == .val && byName["images/validation/c.png"]?.annotations.map(\.geometry) == [.image])
        #expect(byName["images/validation/d.png"]?.annotations.isEmpty == true && byName["gone.jpg"]?.annotations.isEmpty == true)
        let file = "annotations/train-annotations-bbox.csv"
        for words in [
            "line 4 /m/03 is not in", "line 5 Cat: XMin is not finite", "line 6 the image id", "line 7 Cat: the size of its picture",
            "line 8 has 2 fields",
        ] {
            #expect(read.hasProblem(file, words), "\(words)")
        }
        #expect(read.hasProblem("annotations/train-annotations-object-segmentation.csv", "masks in pictures of their own are not read: 1"))
        #expect(read.hasProblem("annotations/validation-annotations-human-imagelabels.csv", "1 rows say that a class is absent"))
    }

    @Test func datumaro() throws {
        func item(_ annotations: [String], _ path: String = "a.png") -> String {
            #"{"id":"a","annotations":[\#(annotations.joined(separator: ","))],"image":{"path":"\#(path)","size":[100,200]}}"#
        }
        let bad = [
            #"{"type":"bbox","label_id":0,"bbox":[NaN,1,2,3]}"#, #"{"type":"bbox","label_id":9,"bbox":[1,1,2,3]}"#,
            #"{"type":"bbox","label_id":0,"bbox":[1,1]}"#,
            #"{"type":"mask","label_id":0,"rle":{"counts":"abc","size":[100,200]}}"#,
            #"{"type":"mask","label_id":0,"rle":{"counts":"abc","size":[1e30,200]}}"#, #"{"type":"cuboid_3d","label_id":0}"#,
            #"{"type":"caption","caption":"words"}"#, #"{"type":"points","label_id":0,"points":[1,1],"visibility":[2,2]}"#,
            #"{"type":"polygon","label_id":0,"points":[1,1,2]}"#, "5",
        ]
        let good = #"{"type":"bbox","label_id":1,"bbox":[20,10,40,30],"attributes":{"rotation":0,"score":0.5,"x":{"y":1}},"group":2,"z_order":1}"#
        let text =
            #"{"items":["# + item([good] + bad) + "," + item([], "../a.png")
            + #",{"id":"v","video":{}},7],"categories":{"label":{"labels":[{"name":"cat"},{"name":"dog"}]},"points":{"items":[{"label_id":1,"labels":["l","r"],"joints":[[0,1],[5,9]]}]}}}"#
        let data = try TestDataset(["annotations/train.json": text])
        try data.picture("images/train/a.png", 200, 100)
        let opened = try OpenedDataset(data.path)
        #expect(opened.format == .datumaro)
        let read = try ReadResult(opened.reader)
        #expect(opened.reader.skeletons["dog"] == DatasetSkeleton(keypoints: ["l", "r"], edges: [[0, 1]]))
        #expect(read.classes == ["cat", "dog"] && read.images.count == 1 && read.images.first?.split == .train)
        #expect(
            read.annotations == [
                DatasetAnnotation(
                    label: "dog", geometry: box, attributes: JSONObject([("x", ["y": 1]), ("z_order", 1), ("group_id", 2)]), confidence: 0.5)
            ])
        #expect(read.account.skipped == bad.count + 3, "\(read.account.problems)")
        for number in 2...11 { #expect(read.hasProblem("annotations/train.json", "annotation \(number) "), "\(number)") }
        for cut in [200, 500, text.utf8.count - 20] {
            let broken = try TestDataset(["annotations/train.json": "{\"dm_format_version\":\"1.0\"," + text.dropFirst().prefix(cut)])
            #expect(try broken.read(.datumaro).account.problemsTotal > 0)
        }
    }

    @Test func detectionNamesWhatItDidNotTake() throws {
        let data = try TestDataset(["labels.csv": "filename,class\na.png,cat\n", "data.yaml": "names: [cat]\n", "labels/a.txt": "0 .5 .5 .1 .1"])
        try data.picture("images/a.png")
        let opened = try OpenedDataset(data.path)
        #expect(opened.format == .yolo)
        #expect(opened.evidence?.contains("Not read, because only one format is: csv: labels.csv is a table") == true, "\(opened.evidence ?? "")")
    }
}
