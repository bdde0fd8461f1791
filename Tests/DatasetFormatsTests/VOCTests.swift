import Core
import DatasetFormats
import Geometry
import Testing

@Suite struct VOCTests {
    private func object(_ name: String, _ box: [String], extra: String = "") -> String {
        let corners = zip(["xmin", "ymin", "xmax", "ymax"], box).map { "<\($0)>\($1)</\($0)>" }.joined()
        return "<object><name>\(name)</name>\(extra)<bndbox>\(corners)</bndbox></object>"
    }

    private func document(_ file: String, _ objects: String, size: String = "<size><width>640</width><height>480</height></size>") -> String {
        "<annotation><filename>\(file)</filename>\(size)\(objects)</annotation>"
    }

    @Test func readsBoxesFlagsAndSplits() throws {
        let data = try TestDataset([
            "Annotations/a.xml": document(
                "a.png",
                object(
                    "cat", ["10", "20", "110.5", "70"],
                    extra:
                        "<difficult>1</difficult><truncated>0</truncated><pose>Left</pose><part><name>head</name><bndbox><xmin>1</xmin></bndbox></part>"
                )),
            "ImageSets/Main/val.txt": "a\n", "ImageSets/Main/cat_train.txt": "a 1\n",
        ])
        try data.picture("JPEGImages/a.png")
        try data.picture("JPEGImages/lonely.png")
        let read = try data.read(.voc)
        #expect(read.images.count == 2)
        let annotation = try #require(read.annotations.first)
        #expect(annotation.geometry == .box(Box(x: 10, y: 20, width: 100.5, height: 50)))
        #expect(annotation.attributes == JSONObject([("difficult", true), ("pose", "Left")]))
        #expect(read.images.first?.split == .val)
        #expect(read.hasProblem("Annotations/a.xml", "cat: part 1 was not read: ymin is missing"))
        #expect(read.images.last?.annotations.isEmpty == true)
    }

    /// Parts, flags and the attributes that CVAT and Datumaro write come back as they were, at either origin.
    @Test(arguments: [0, 1]) func whatIsSaidOfObjectsComesBack(_ origin: Int) throws {
        let attributes = JSONObject([
            ("pose", "Left"), ("truncated", true), ("difficult", true), ("occluded", true), ("segmented", true), ("sure", false),
            ("count", 2.5), ("name", "<a> & b"),
            ("parts", [["name": "head", "box": [12, 22.5, 5, 6]], ["name": "foot", "box": [30, 30, 5, 6]]]),
        ])
        let annotation = DatasetAnnotation(label: "cat", geometry: .box(Box(x: 10, y: 20, width: 100.5, height: 50)), attributes: attributes)
        let sink = MemorySink()
        var options = WriteOptions()
        options.vocOrigin = origin
        let writer = try DatasetFormat.voc.writer(sink, options)
        try writer.add(DatasetImage(name: "a.png", size: PixelSize(width: 640, height: 480), annotations: [annotation]), picture: nil)
        try writer.finish()
        let data = try TestDataset()
        for (path, bytes) in sink.files { try data.write(path, bytes) }
        try data.picture("JPEGImages/a.png")
        var reading = ReadOptions()
        reading.vocOrigin = origin
        let read = try data.read(.voc, reading)
        #expect(read.account.problemsTotal == 0, "\(read.reasons)")
        #expect(read.annotations == [annotation])
        #expect(sink.text("Annotations/a.xml")?.contains("<segmented>1</segmented>") == true)
    }

    @Test func refusesFilesThatAreTooLargeAndReadsTheRest() throws {
        let padding = "<note>\(String(repeating: "x", count: 1000))</note>"
        let data = try TestDataset([
            "Annotations/a.xml": document("a.png", object("cat", ["1", "1", "11", "21"])),
            "Annotations/b.xml": document("b.png", object("cat", ["1", "1", "11", "21"]) + String(repeating: padding, count: 17_000)),
        ])
        try data.picture("JPEGImages/a.png")
        try data.picture("JPEGImages/b.png")
        let read = try data.read(.voc)
        #expect(read.annotations.count == 1 && read.images.count == 2)
        #expect(read.hasProblem("Annotations/b.xml", "larger than the 16 MB"))
    }

    @Test func shiftsByTheOrigin() throws {
        let data = try TestDataset(["a.xml": document("a.png", object("cat", ["1", "1", "11", "21"]))])
        try data.picture("a.png")
        var options = ReadOptions()
        options.vocOrigin = 1
        #expect(try data.read(.voc, options).annotations.first?.geometry == .box(Box(x: 0, y: 0, width: 10, height: 20)))
    }

    @Test func namesWhatItDoesNotTake() throws {
        let boxes = [
            object("cat", ["5", "5", "5", "9"]), object("cat", ["700", "5", "800", "9"]), object("cat", ["nan", "1", "2", "3"]),
            object("cat", ["1", "2", "inf", "3"]), object("cat", ["one", "2", "3", "4"]), object("", ["1", "2", "3", "4"]),
            "<object><name>cat</name></object>", object("cat", ["600", "400", "700", "500"]),
        ]
        let data = try TestDataset([
            "a.xml": document("a.png", boxes.joined()), "b.xml": document("/etc/passwd.jpg", ""), "c.xml": document("../c.png", ""),
            "d.xml": "<html></html>", "e.xml": document("gone.png", object("cat", ["1", "2", "3", "4"])),
        ])
        try data.picture("a.png")
        let read = try data.read(.voc)
        #expect(read.hasProblem("a.xml", "object 1 cat: a box of 0 x 4 pixels"))
        #expect(read.hasProblem("a.xml", "object 2 cat: lies outside"))
        #expect(read.hasProblem("a.xml", "object 3 cat: xmin is \"nan\""))
        #expect(read.hasProblem("a.xml", "object 4 cat: xmax is \"inf\""))
        #expect(read.hasProblem("a.xml", "object 5 cat: xmin is \"one\""))
        #expect(read.hasProblem("a.xml", "object 6 has no name"))
        #expect(read.hasProblem("a.xml", "object 7 cat: has no <bndbox>"))
        #expect(read.hasProblem("a.xml", "object 8 cat: lies partly outside"))
        #expect(read.hasProblem("b.xml", "not allowed") && read.hasProblem("c.xml", "not allowed"))
        #expect(read.hasProblem("d.xml", "no VOC annotation"))
        #expect(read.hasProblem("gone.png", "not found"))
        #expect(read.account.skipped == 9)
        #expect(read.account.clipped == 1)
        #expect(read.images.first?.annotations.map(\.geometry) == [.box(Box(x: 600, y: 400, width: 40, height: 80))])
    }

    @Test func refusesEntityBombs() throws {
        let entities = (1...9).map { "<!ENTITY l\($0) \"\(String(repeating: "&l\($0 - 1);", count: 10))\">" }.joined()
        let bomb = "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY l0 \"lol\">\(entities)]><annotation><filename>&l9;</filename></annotation>"
        let external = "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><annotation><filename>&x;</filename></annotation>"
        let data = try TestDataset(["a.xml": bomb, "b.xml": external, "c.xml": document("c.png", object("cat", ["1", "2", "3", "4"]))])
        try data.picture("c.png")
        let read = try data.read(.voc)
        #expect(read.hasProblem("a.xml", "declares entities") && read.hasProblem("b.xml", "declares entities"))
        #expect(read.annotations.count == 1)
    }

    @Test func readsWhatStandsBeforeABreak() throws {
        let whole = document("a.png", object("cat", ["1", "2", "30", "40"]) + object("dog", ["1", "2", "30", "40"]))
        let cut = String(whole.prefix(whole.count - 60))
        let deep = "<annotation>" + String(repeating: "<a>", count: 10_000)
        let data = try TestDataset(["a.xml": cut, "deep.xml": deep, "empty.xml": ""])
        try data.picture("a.png")
        let read = try data.read(.voc)
        #expect(read.annotations.map(\.label) == ["cat"])
        #expect(read.hasProblem("a.xml", "breaks off"))
        #expect(read.hasProblem("deep.xml", "64 levels"))
        #expect(read.hasProblem("empty.xml", "no readable XML"))
    }

    @Test func followsNoLinks() throws {
        let data = try TestDataset(["a.xml": document("secret.png", "")])
        try data.picture("../secret.png")
        try data.link("secret.png", to: data.outside + "/secret.png")
        try data.link("etc", to: "/etc")
        try data.link("again.xml", to: "a.xml")
        let read = try data.read(.voc)
        #expect(read.hasProblem("secret.png", "leads outside"))
        #expect(read.hasProblem("etc", "leads outside"))
        #expect(read.hasProblem("again.xml", "read in its own place"))
        #expect(read.images.count == 1 && read.images[0].file == nil)
    }
}
