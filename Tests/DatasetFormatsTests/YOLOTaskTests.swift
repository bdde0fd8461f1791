import Core
import DatasetFormats
import Geometry
import Testing

/// Which task a YOLO dataset is for, and what each one's lines are.
@Suite struct YOLOTaskTests {
    private func dataset(_ yaml: String, _ labels: String) throws -> TestDataset {
        let data = try TestDataset(["data.yaml": yaml, "labels/a.txt": labels])
        try data.picture("images/a.png", 1000, 500)
        return data
    }

    private static let square = ".1 .2 .3 .2 .3 .6 .1 .6"

    @Test(arguments: [
        ("0 .5 .5 .1 .1\n0 .5 .5 .1 .1 .7", "detect: all of 2 lines"),
        ("0 \(square)\n0 \(square)", "obb: all of 2 lines looked at have four corners"),
        ("0 \(square)\n0 .1 .1 .2 .2 .1 .3", "segment: 2 of 2"), ("0 \(square)\n0 .5 .5 .1 .1", "segment: 1 of 2"), ("", "detect: no label line"),
    ]) func tellsTheTask(_ labels: String, _ words: String) throws {
        let data = try dataset("names: [cat]\ntrain: images\n", labels)
        let opened = try OpenedDataset(data.path)
        #expect(opened.evidence?.contains(words) == true, "\(opened.evidence ?? "")")
    }

    @Test func orientedBoxesAreExactWhereTheyAreRectangles() throws {
        let turned = RotatedBox(cx: 500, cy: 250, width: 200, height: 100, angle: 30)
        func line(_ corners: [Point]) -> String {
            "0 " + corners.map { "\(($0.x / 1000 * 1e6).rounded() / 1e6) \(($0.y / 500 * 1e6).rounded() / 1e6)" }.joined(separator: " ")
        }
        let skew = [Point(100, 100), Point(300, 120), Point(280, 300), Point(90, 310)]
        let lines = [
            line(turned.corners), line(turned.corners.reversed()), line([Point(10, 20), Point(60, 20), Point(60, 90), Point(10, 90)]), line(skew),
            line(turned.corners) + " 0.5",
        ]
        let read = try dataset("names: [cat]\ntrain: images\n", lines.joined(separator: "\n")).read(.yolo)
        #expect(read.account.problemsTotal == 0, "\(read.reasons)")
        let shapes = read.annotations.map(\.geometry)
        guard shapes.count == 5, case .rotatedBox(let first) = shapes[0], case .rotatedBox(let second) = shapes[1] else {
            Issue.record("\(shapes)")
            return
        }
        #expect(CapabilityTests.same(.rotatedBox(first), .rotatedBox(turned)))
        // The other way round it is the same box, whichever side is called its width.
        #expect(abs(second.iou(turned) - 1) < 1e-4)
        guard case .box(let upright) = shapes[2] else {
            Issue.record("\(shapes[2])")
            return
        }
        #expect(upright.isNear(Box(x: 10, y: 20, width: 50, height: 70), within: 1e-9))
        #expect(shapes[3].kind == .polygon)
        #expect(read.annotations[4].confidence == 0.5)
        var options = ReadOptions()
        options.yoloTask = .segment
        #expect(
            try dataset("names: [cat]\ntrain: images\n", lines.joined(separator: "\n")).read(.yolo, options).annotations.allSatisfy {
                $0.geometry.kind == .polygon
            })
    }

    @Test func keypointsHaveNamesAndPredictionsConfidences() throws {
        let yaml = "names: [cat]\ntrain: images\nkpt_shape: [2, 3]\nflip_idx: [1, 0]\nkpt_names:\n  0: [left_ear, right_ear]\n"
        let read = try dataset(
            yaml, "# a comment\n0 .5 .5 .5 .5 .25 .25 .9 .5 .5 .3 0.8 # and more\n0 .5 .5 .1 .1\n0 .5 .5 .1 .1 .2\n0 .5 .5 .5 .5 .25 .25\n"
        ).read(.yolo)
        #expect(read.annotations.map(\.geometry.kind) == [.keypoints, .box, .box])
        #expect(read.annotations[0].geometry == .keypoints([Keypoint(250, 125, visibility: 2), Keypoint(500, 250, visibility: 1)]))
        #expect(read.annotations.map(\.confidence) == [0.8, nil, 0.2])
        #expect(read.hasProblem("labels/a.txt", "line 5 has 7 numbers: neither a box (5) nor a box with 2 keypoints (11)"))
        let data = try dataset(yaml, "")
        let reader = try YOLOReader(DatasetInput(path: data.path))
        #expect(reader.skeletons["cat"] == DatasetSkeleton(keypoints: ["left_ear", "right_ear"]))
    }

    @Test func posesComeBackWithNamesAndPadding() throws {
        let points = [Keypoint(10, 20, visibility: 2), Keypoint(90, 80, visibility: 1)]
        let images = [
            CapabilityTests.image("a.png", [DatasetAnnotation(label: "cat", geometry: .keypoints(points))]),
            CapabilityTests.image(
                "b.png", [DatasetAnnotation(label: "dog", geometry: .keypoints(points + points + [Keypoint(50, 60, visibility: 2)]))]),
            CapabilityTests.image("c.png", [DatasetAnnotation(label: "dog", geometry: .keypoints([Keypoint(50, 60, visibility: 2)]))]),
        ]
        let target = CapabilityTests.Target(format: .yolo, task: .pose)
        let there = try CapabilityTests.there(target, images, skeletons: ["cat": DatasetSkeleton(keypoints: ["left ear", "right ear"])])
        let found = there.read.images.sorted { $0.name < $1.name }.compactMap(\.annotations.first)
        guard found.count == 3, case .keypoints(let first) = found[0].geometry else {
            Issue.record("\(there.read)")
            return
        }
        #expect(
            first.count == 5 && CapabilityTests.same(.keypoints(Array(first[..<2])), .keypoints(points)) && first[2...].allSatisfy { !$0.isLabelled })
        #expect(found[0].attributes.members.isEmpty)
        #expect(there.written.problems.map(\.reason) == ["dog: its points have a box without area, which was made a pixel wide"])
    }

    @Test func readsAbsolutePathsAsWhatLiesHere() throws {
        let data = try TestDataset([
            "data.yaml": "path: /content/set\ntrain: /content/set/images/train\nval: /content/set/val.txt\nnames: [cat]\n",
            "labels/train/a.txt": "0 .5 .5 .1 .1",
            "val.txt": "\u{FEFF}/content/set/images/val/B.JPG\r\n\r\n# none\r\n/content/set/images/val/gone.jpg\r\nC:\\set\\images\\val\\C.PNG\r\n",
        ])
        try data.picture("images/train/a.png")
        try data.picture("images/val/B.JPG")
        try data.picture("images/val/C.PNG")
        let read = try data.read(.yolo)
        #expect(read.images.map(\.split) == [.train, .val, .val])
        #expect(read.account.problems.map(\.reason) == ["the path is not allowed: /content/set/images/val/gone.jpg"])
    }

    @Test func classifiesFolders() throws {
        let data = try TestDataset()
        try data.picture("train/cat/a.png")
        try data.picture("val/dog/b.png")
        var read = try data.read(.yolo)
        #expect(read.images.map(\.split) == [.train, .val] && read.annotations.map(\.label) == ["cat", "dog"])
        #expect(read.annotations.allSatisfy { $0.geometry == .image })
        let target = CapabilityTests.Target(format: .yolo, task: .classify)
        read = try CapabilityTests.there(target, [CapabilityTests.image("a.png", [DatasetAnnotation(label: "cat", geometry: .image)], split: nil)])
            .read
        #expect(read.images.first?.split == .train)
    }

    @Test func saysWhatIsWrong() throws {
        let read = try dataset(
            "names: {0: cat, 0: dog, x: y}\ntrain: images\nkpt_shape: [a, b]\nnc: 7\n",
            "0 .5 .5 .1 .1 7\n0 .1 .1 .2 .2 .1 .3 7\n0 inf .5 .1 .1\n99999999999999999999 .5 .5 .1 .1\n0 1e300 1e300 1 1\n0 .5 .5 .1 .1 .1 .1 .1 .1 .1 .1 9"
        ).read(.yolo)
        for words in ["kpt_shape is not two numbers", "nc is 7", "the class number \"x\"", "named twice"] {
            #expect(read.hasProblem("data.yaml", words), "\(words)")
        }
        for words in [
            "line 1 dog: the confidence 7.0", "line 2 has 8 numbers", "line 3 holds a number", "line 4 the class number", "line 5 dog: lies outside",
            "line 6 has 12",
        ] {
            #expect(read.hasProblem("labels/a.txt", words), "\(words): \(read.account.problems)")
        }
        #expect(read.annotations.count == 1)
    }
}
