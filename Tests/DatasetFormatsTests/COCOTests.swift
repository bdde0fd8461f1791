import Core
import DatasetFormats
import Geometry
import Testing

@Suite struct COCOTests {
    private func noPictures() -> ReadOptions {
        var options = ReadOptions()
        options.needsPictures = false
        return options
    }

    private let images =
        #""images":[{"id":7,"file_name":"a.png","width":100,"height":50,"license":{"x":[1,{"id":3}]}},{"id":3000000000,"file_name":"sub/b.png","width":100,"height":50}]"#
    private let categories = #""categories":[{"id":90,"name":"cat","supercategory":"animal"},{"id":5,"name":"dog","keypoints":["a","b"]}]"#

    @Test(arguments: [0, 1, 2]) func readsSectionsInAnyOrder(_ order: Int) throws {
        let annotations =
            #""annotations":[{"id":1,"image_id":7,"category_id":90,"bbox":[1,2,30.5,4],"area":1,"iscrowd":0},{"bbox":[1,2,3,4],"category_id":5,"image_id":3000000000,"id":2,"extra":[[1],{"bbox":[9,9,9,9]}]}]"#
        let orders = [[images, annotations, categories], [annotations, categories, images], [categories, images, annotations]]
        let data = try TestDataset(["a.json": "\u{FEFF}{\"info\":{\"images\":[]}, \(orders[order].joined(separator: ","))}"])
        let read = try data.read(.coco, noPictures())
        #expect(read.account.problemsTotal == 0)
        #expect(read.classes.sorted() == ["cat", "dog"])
        let a = try #require(read.images.first { $0.name == "a.png" })
        #expect(a.annotations == [DatasetAnnotation(label: "cat", geometry: .box(Box(x: 1, y: 2, width: 30.5, height: 4)))])
        #expect(a.size == PixelSize(width: 100, height: 50))
        let b = try #require(read.images.first { $0.name == "sub/b.png" })
        #expect(b.annotations.map(\.geometry) == [.box(Box(x: 1, y: 2, width: 3, height: 4))])
    }

    @Test func readsOutlinesMasksCrowdsAndKeypoints() throws {
        let disk = Mask(try RunLengths(height: 50, width: 100, counts: [55, 20, 30, 20, 4875]))
        let annotations =
            #""annotations":["#
            + #"{"id":1,"image_id":7,"category_id":90,"bbox":[0,0,10,10],"segmentation":[[0,0,10,0,10,10]]},"#
            + #"{"id":2,"image_id":7,"category_id":90,"bbox":[0,0,40,10],"segmentation":[[0,0,10,0,10,10,0,10],[30,0,40,0,40,10,30,10]]},"#
            + #"{"id":3,"image_id":7,"category_id":90,"iscrowd":1,"segmentation":{"size":[50,100],"counts":[10,40,4950]}},"#
            + #"{"id":4,"image_id":7,"category_id":90,"segmentation":{"counts":"\#(disk.counts)","size":[50,100]}},"#
            + #"{"id":5,"image_id":7,"category_id":5,"bbox":[1,1,9,9],"keypoints":[5,5,2,0,0,0],"num_keypoints":1,"attributes":{"occluded":true,"deep":{"x":[1]}}},"#
            + #"{"id":6,"image_id":7,"category_id":90,"bbox":[1,1,9,9],"segmentation":{"size":[50,100],"counts":[3]}},"#
            + #"{"id":7,"image_id":7,"category_id":90,"bbox":[1,1,9,9],"segmentation":[]}]"#
        let data = try TestDataset(["a.json": "{\(images),\(annotations),\(categories)}"])
        var options = noPictures()
        options.prefersKeypoints = true
        let read = try data.read(.coco, options)
        let found = read.images[0].annotations
        #expect(found.count == 7)
        #expect(found[0].geometry == .polygon(Polygon(points: [Point(0, 0), Point(10, 0), Point(10, 10)])))
        #expect(found[1].geometry.area == 200)
        #expect(found[1].geometry.boundingBox == Box(x: 0, y: 0, width: 40, height: 10))
        #expect(found[2].geometry == .mask(Mask(try RunLengths(height: 50, width: 100, counts: [10, 40, 4950]))))
        #expect(found[2].attributes["iscrowd"] == true)
        #expect(found[3].geometry == .mask(disk))
        #expect(found[4].geometry == .keypoints([Keypoint(5, 5, visibility: 2), Keypoint(0, 0, visibility: 0)]))
        #expect(found[4].attributes["deep"]?["x"] == [1])
        #expect(found[5].geometry == .box(Box(x: 1, y: 1, width: 9, height: 9)))
        #expect(read.hasProblem("a.json", "annotation 6 cat: run lengths: the counts cover 3 pixels where the size has 5000"))
    }

    @Test func namesWhatIsWrong() throws {
        let images =
            #""images":[{"id":1,"file_name":"a.png","width":100,"height":50},{"id":1,"file_name":"b.png"},{"id":2,"file_name":"/abs/c.png"},{"id":3,"file_name":"../d.png"},{"id":4},{"file_name":"x"},{"id":5,"file_name":"a.png","width":100,"height":50}]"#
        let rows = [
            #"{"id":1,"image_id":99,"category_id":1,"bbox":[1,1,2,2]}"#, #"{"id":2,"image_id":1,"category_id":42,"bbox":[1,1,2,2]}"#,
            #"{"id":3,"image_id":1,"category_id":1,"bbox":[NaN,1,2,2]}"#, #"{"id":4,"image_id":1,"category_id":1,"bbox":[1,1,Infinity,2]}"#,
            #"{"id":5,"image_id":1,"category_id":1,"bbox":[1,1,0,2]}"#, #"{"id":6,"image_id":1,"category_id":1}"#,
            #"{"id":7,"image_id":1,"category_id":1,"bbox":[1,1,2]}"#, #"{"id":8,"category_id":1,"bbox":[1,1,2,2]}"#,
            #"{"id":9,"image_id":1,"category_id":2,"bbox":[1,1,2,2]}"#, #"{"id":9,"image_id":1,"category_id":1,"bbox":[1,1,3,3]}"#,
            #"{"id":10,"image_id":2,"category_id":1,"bbox":[1,1,3,3]}"#, #"{"id":11,"image_id":1,"category_id":1,"bbox":[90,40,30,30]}"#,
        ]
        let categories = #""categories":[{"id":1,"name":"cat"},{"id":2,"name":"cat"},{"id":2,"name":"dog"},{"name":"x"}]"#
        let data = try TestDataset(["a.json": "{\(images),\"annotations\":[\(rows.joined(separator: ","))],\(categories)}"])
        let read = try data.read(.coco, noPictures())
        let file = "a.json"
        #expect(read.hasProblem(file, "annotation 1 speaks of an image that is not"))
        #expect(read.hasProblem(file, "annotation 2 its category 42"))
        #expect(read.hasProblem(file, "annotation 3 cat: coordinates that are not finite"))
        #expect(read.hasProblem(file, "annotation 4 cat: coordinates that are not finite"))
        #expect(read.hasProblem(file, "annotation 5 cat: a box of 0 x 2"))
        #expect(read.hasProblem(file, "annotation 6 cat: has neither"))
        #expect(read.hasProblem(file, "annotation 7 cat: has neither"))
        #expect(read.hasProblem(file, "annotations[7] has no image_id"))
        #expect(read.hasProblem(file, "annotation 9 the id is used more than once"))
        #expect(read.hasProblem(file, "annotation 11 cat: lies partly outside"))
        #expect(read.hasProblem(file, "several ids are named \"cat\""))
        #expect(read.hasProblem(file, "the id 1 is used twice"))
        #expect(read.hasProblem(file, "the path is not allowed: /abs/c.png") && read.hasProblem(file, "the path is not allowed: ../d.png"))
        #expect(read.hasProblem(file, "two images have the file name a.png"))
        #expect(read.annotations.count == 3)
        #expect(read.classes == ["cat"])
    }

    @Test func readsWhatStandsBeforeABreak() throws {
        let text = "{\(images),\(categories),\"annotations\":[{\"id\":1,\"image_id\":7,\"category_id\":90,\"bbox\":[1,2,3,4]},{\"id\":2,\"image"
        let read = try TestDataset(["a.json": text]).read(.coco, noPictures())
        #expect(read.annotations.count == 1)
        #expect(read.hasProblem("a.json", "breaks off"))
    }

    @Test(arguments: ["{\"images\":[", "{\"images\":[]", "[1,2", "{\"images\": nonsense}"]) func refusesWhatIsNoCOCO(_ text: String) throws {
        let data = try TestDataset(["x.json": text])
        #expect(throws: FoveaError.self) { try ReadResult(COCOReader(DatasetInput(path: data.path + "/x.json", options: noPictures()))) }
    }

    @Test func boundsDepth() throws {
        let deep = String(repeating: "[", count: 1_000_000)
        let data = try TestDataset(["a.json": "{\(images),\"other\":\(deep)"])
        #expect(try data.read(.coco, noPictures()).hasProblem("a.json", "64 levels"))
    }

    @Test func readsSplitsFromFoldersAndFileNames() throws {
        let data = try TestDataset([
            "train/_annotations.coco.json": "{\(images),\"annotations\":[],\(categories)}",
            "annotations/instances_val2017.json": "{\(images),\"annotations\":[],\(categories)}",
        ])
        try data.picture("train/a.png", 100, 50)
        let read = try data.read(.coco)
        #expect(Set(read.images.map(\.split)) == [.train, .val])
        #expect(read.images.contains { $0.name == "a.png" && $0.split == .train && $0.file?.hasSuffix("train/a.png") == true })
        #expect(read.hasProblem("sub/b.png", "was not found"))
    }
}
