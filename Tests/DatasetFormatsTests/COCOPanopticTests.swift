import Core
import DatasetFormats
import Geometry
import ImageCodecs
import Pixels
import Testing

@Suite struct COCOPanopticTests {
    /// 6 x 4 pixels of segments, row by row.
    private func picture(_ ids: [UInt32]) throws -> [UInt8] {
        let bytes = ids.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8), UInt8(truncatingIfNeeded: $0 >> 16)] }
        return try LabelMap(width: 6, height: 4, channels: 3, bytes: bytes).png()
    }

    private let large: UInt32 = 7 + 256 * 3 + 65536 * 2
    private var ids: [UInt32] {
        [0, 5, 5, 5, 0, 0, 0, 5, large, 5, 0, 9, 0, 5, 5, 5, 0, 9, 1, 1, 1, 1, 1, 9]
    }

    private func document(_ segments: String, file: String = "a.png") -> String {
        #"{"images":[{"id":1,"file_name":"a.png","width":6,"height":4}],"categories":[{"id":1,"name":"cat","isthing":1},{"id":2,"name":"sky","isthing":0}],"annotations":[{"image_id":1,"file_name":"\#(file)","segments_info":\#(segments)}]}"#
    }

    private let segments =
        #"[{"id":5,"category_id":1,"iscrowd":0,"bbox":[1,0,3,3],"area":8},{"id":131847,"category_id":1,"iscrowd":1},{"id":1,"category_id":2}]"#

    private func data(_ document: String, _ picture: [UInt8]?, folder: String = "annotations/panoptic_val/") throws -> TestDataset {
        let data = try TestDataset(["annotations/panoptic_val.json": document])
        try data.picture("val/a.png", 6, 4)
        if let picture { try data.write(folder + "a.png", picture) }
        return data
    }

    private let file = "annotations/panoptic_val.json"

    @Test func eachSegmentIsAMask() throws {
        let read = try data(document(segments), picture(ids)).read(.coco)
        #expect(read.images.count == 1 && read.images[0].split == .val && read.images[0].file?.hasSuffix("val/a.png") == true)
        #expect(read.annotations.map(\.label) == ["cat", "cat", "sky"])
        for (annotation, id) in zip(read.annotations, [5, large, 1]) {
            let expected = try RunLengths(height: 4, width: 6, rows: ids.map { $0 == id ? 1 : 0 })
            #expect(annotation.geometry == .mask(Mask(expected)))
        }
        #expect(read.annotations.map { $0.attributes["iscrowd"] == true } == [false, true, false])
        #expect(read.hasProblem(file, "3 pixels of a.png are of segment 9, which it does not name"))
        #expect(read.account.problemsTotal == 1)
    }

    @Test func picturesOfSegmentsMayLieElsewhere() throws {
        let read = try data(document(segments), picture(ids), folder: "masks/").read(.coco)
        // Two pictures have the name: nobody can say which is the image.
        #expect(read.annotations.isEmpty)
        #expect(read.hasProblem(file, "2 pictures have the name of its picture of segments"))
    }

    @Test func whatIsWrongIsARow() throws {
        func reasons(_ segments: String, _ picture: [UInt8]?, file: String = "a.png") throws -> String {
            let read = try data(document(segments, file: file), picture).read(.coco)
            #expect(read.annotations.isEmpty && read.account.skipped > 0)
            return read.reasons.joined(separator: "; ")
        }
        let one = #"[{"id":5,"category_id":1}]"#
        #expect(try reasons(one, picture(ids), file: "../../etc/passwd").contains("path that is not allowed"))
        #expect(try reasons(one, picture(ids), file: "gone.png").contains("was not found"))
        #expect(try reasons(#"[{"id":77,"category_id":1}]"#, picture(ids)).contains("no pixel of a.png is of segment 77"))
        #expect(try reasons(#"[{"id":5,"category_id":9}]"#, picture(ids)).contains("its category 9 is not in the file"))
        #expect(try reasons(#"[{"id":-5,"category_id":1},{"id":"x","category_id":1},{"id":3}]"#, picture(ids)).contains("a segment without an id"))
        #expect(try reasons(one, Array(picture(ids).prefix(60))).contains("cannot be read"))
        #expect(try reasons(one, Array("no picture".utf8)).contains("cannot be read"))
        let grey = try LabelMap(width: 6, height: 4, channels: 1, bytes: ids.map { UInt8(truncatingIfNeeded: $0) }).png()
        #expect(try reasons(one, grey).contains("no RGB picture"))
        let small = try LabelMap(width: 2, height: 1, channels: 3, bytes: [5, 0, 0, 5, 0, 0]).png()
        #expect(try reasons(one, small).contains("has 2 x 1 pixels where the image has 6 x 4"))
        var huge = try picture(ids)
        for at in 16..<24 { huge[at] = at % 4 == 0 ? 0 : 255 }
        #expect(try reasons(one, huge).contains("too large"))
    }
}
