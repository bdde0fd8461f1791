import Core
import DatasetFormats
import Geometry
import Testing

@Suite struct FolderTests {
    @Test func readsClassFoldersBelowSplitsAndWrappers() throws {
        let data = try TestDataset()
        for name in ["set/train/cat/a.png", "set/train/dog/b.png", "set/valid/cat/c.png", "set/valid/d.png"] { try data.picture(name) }
        let read = try data.read(.folders)
        #expect(read.classes == ["cat", "dog"])
        #expect(read.images.map(\.split) == [.train, .train, .val, .val])
        #expect(read.images.map { $0.annotations.first?.label } == ["cat", "dog", "cat", nil])
        #expect(read.hasProblem("set/valid/d.png", "no folder of a class"))
    }

    @Test func oneClassIsAClass() throws {
        let data = try TestDataset()
        try data.picture("cat/a.png")
        try data.picture("cat/b.png")
        #expect(try data.read(.folders).classes == ["cat"])
    }

    @Test func readsMulticlassTables() throws {
        let data = try TestDataset([
            "train/_classes.csv":
                "filename, cat, \"big, dog\"\na.png, 1, 0\nb.png, 1, 1\nb.png, 0, 0\ngone.png,0,1\n../x.png,1,1\nc.png,maybe,1\nd.png,1\n"
        ])
        for name in ["a", "b", "c", "d"] { try data.picture("train/\(name).png") }
        let read = try data.read(.multiclassCSV)
        let file = "train/_classes.csv"
        #expect(read.classes == ["cat", "big, dog"])
        #expect(read.images.map { $0.annotations.map(\.label) } == [["cat"], ["cat", "big, dog"], ["big, dog"], ["big, dog"], ["cat"]])
        #expect(read.images.allSatisfy { $0.split == .train })
        #expect(read.hasProblem(file, "line 4 b.png was named before"))
        #expect(read.hasProblem("gone.png", "was not found"))
        #expect(read.hasProblem(file, "line 6 the path is not allowed"))
        #expect(read.hasProblem(file, "line 7 cat is \"maybe\""))
        #expect(read.hasProblem(file, "line 8 has 2 fields"))
    }

    @Test func streamsAMillionRows() throws {
        let data = try TestDataset()
        var text = Array("filename,cat\n".utf8)
        text.reserveCapacity(20_000_000)
        for number in 0..<1_000_000 { text.append(contentsOf: "i\(number).jpg,\(number % 2)\n".utf8) }
        try data.write("_classes.csv", text)
        var options = ReadOptions()
        options.needsPictures = false
        let reader = try DatasetFormat.multiclassCSV.reader(DatasetInput(path: data.path, options: options))
        var labelled = 0
        while let image = try reader.next() { labelled += image.annotations.count }
        #expect(reader.account.images == 1_000_000)
        #expect(labelled == 500_000)
    }

    @Test func readsSplitFolders() throws {
        let data = try TestDataset([
            "train/_classes.txt": "cat\ndog\n", "train/a.txt": "1 .5 .5 .5 .5\n9 .5 .5 .5 .5\n", "valid/_classes.txt": "cat\ndog\n",
            "valid/_annotations.txt": "b c.png 10,20,30,40,0 1,2,3,x,1 1,2,30,40,7\n/etc/x.png 1,2,3,4,0\ngone.png 1,2,3,4,0\n",
        ])
        try data.picture("train/a.png", 100, 100)
        try data.picture("valid/b c.png")
        try data.picture("test/plain.png")
        let read = try data.read(.splitFolders)
        #expect(read.classes == ["cat", "dog"])
        #expect(read.images.map(\.split) == [.test, .train, .val])
        #expect(read.images[1].annotations.map(\.label) == ["dog"])
        #expect(read.images[2].annotations == [DatasetAnnotation(label: "cat", geometry: .box(Box(x: 10, y: 20, width: 20, height: 20)))])
        #expect(read.hasProblem("train/a.txt", "class 9 has no name"))
        #expect(read.hasProblem("valid/_annotations.txt", "is no box") && read.hasProblem("valid/_annotations.txt", "class 7 has no name"))
        #expect(
            read.hasProblem("valid/_annotations.txt", "line 2 the path is not allowed")
                && read.hasProblem("valid/_annotations.txt", "line 3 the picture was not found"))
    }

    @Test func saysWhatItSaw() throws {
        func verdict(_ files: [String: String], pictures: [String] = []) throws -> FormatDetection.Verdict {
            let data = try TestDataset(files)
            for name in pictures { try data.picture(name) }
            return try FormatDetection.detect(DatasetInput(path: data.path))
        }
        #expect(try verdict(["x/a.json": "{ \"annotations\" : [ {"]).format == .coco)
        #expect(try verdict(["a.xml": "<annotation/>"]).evidence.contains("1 XML files"))
        #expect(try verdict(["data.yaml": "names: [a]"]).format == .yolo)
        #expect(try verdict(["train/_classes.csv": "filename,a"]).format == .multiclassCSV)
        #expect(try verdict(["train/_classes.txt": "a"], pictures: ["train/a.png"]).format == .splitFolders)
        #expect(try verdict(["labels/a.txt": "0 1 1 1 1"], pictures: ["images/a.png"]).format == .yolo)
        #expect(try verdict([:], pictures: ["cat/a.png"]).format == .folders)
        let error = #expect(throws: FoveaError.self) { try verdict(["notes.md": "hello", "package.json": "{}"]) }
        #expect(error?.message.contains("1 of .md") == true)
    }
}
