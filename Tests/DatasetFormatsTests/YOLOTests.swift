import Core
import DatasetFormats
import Geometry
import Testing

@Suite struct YOLOTests {
    @Test(arguments: [
        "names: [cat, dog]\ntrain: images/train\nval: images/val\n",
        "names:\n  0: cat\n  1: dog\npath: .\ntrain: images/train\nval: [images/val]\n",
        "path: /somewhere/else\ntrain: ../images/train\nval: ../images/val\nnc: 2\nnames: ['cat', \"dog\"]\n",
        "train: train.txt\nval: val.txt\nnames:\n- cat\n- dog\n",
        "names: \"['cat', 'dog']\"\ntrain: ./images/train/\nval: ./images/val\n",
    ]) func readsDataFilesInTheirVariants(_ yaml: String) throws {
        let data = try TestDataset([
            "data.yaml": yaml, "labels/train/a.txt": "0 0.5 0.5 0.25 0.5\n1 .1 .1 .2 .2 0.9\n", "labels/val/b.txt": "\r\n1 0 0 0.5 0 0.5 0.5\r\n",
            "train.txt": "./images/train/a.png\n", "val.txt": "images/val/b.png\n",
        ])
        try data.picture("images/train/a.png")
        try data.picture("images/val/b.png", 100, 50)
        let read = try data.read(.yolo)
        #expect(read.classes == ["cat", "dog"])
        #expect(read.images.map(\.split) == [.train, .val])
        #expect(read.annotations.map(\.label) == ["cat", "dog", "dog"])
        #expect(read.annotations.first?.geometry == .box(Box(x: 240, y: 120, width: 160, height: 240)))
        #expect(read.annotations.dropFirst().first?.confidence == 0.9)
        #expect(read.annotations.last?.geometry == .polygon(Polygon(points: [Point(0, 0), Point(50, 0), Point(50, 25)])))
    }

    @Test func namesEveryBadLine() throws {
        let lines = [
            "7 .5 .5 .1 .1", "0 .5 .5 0 .1", "0 nan .5 .1 .1", "0 .5 .5 .1", "cat .5 .5 .1 .1", "-1 .5 .5 .1 .1", "0 3 3 .1 .1", "0 1 1 .2 .2",
            "0 1e999 .5 .1 .1", "", "0 .5 .5 .1 .1",
        ]
        let data = try TestDataset(["data.yaml": "names: [cat]\ntrain: images\n", "labels/a.txt": lines.joined(separator: "\n")])
        try data.picture("images/a.png")
        let read = try data.read(.yolo)
        let file = "labels/a.txt"
        #expect(read.hasProblem(file, "line 1 class 7 has no name"))
        #expect(read.hasProblem(file, "line 2 cat: a box of 0 x 48"))
        #expect(read.hasProblem(file, "line 3 holds a number that is not finite"))
        #expect(read.hasProblem(file, "line 4 has 4 numbers"))
        #expect(read.hasProblem(file, "line 5 \"cat\" is not a number"))
        #expect(read.hasProblem(file, "line 6 the class number"))
        #expect(read.hasProblem(file, "line 7 cat: lies outside"))
        #expect(read.hasProblem(file, "line 8 cat: lies partly outside"))
        #expect(read.hasProblem(file, "line 9 holds a number"))
        #expect(read.annotations.count == 2)
        #expect(read.account.skipped == 8)
    }

    @Test func refusesListsThatLeadOut() throws {
        let data = try TestDataset([
            "data.yaml": "names: [cat]\ntrain: list.txt\nval: /abs/elsewhere\ntest: ../../other\n",
            "list.txt": "/etc/a.png\n../b.png\nimages/gone.png\nimages/a.png\nimages/a.png\n",
        ])
        try data.picture("images/a.png")
        let read = try data.read(.yolo)
        #expect(read.images.count == 1)
        #expect(read.hasProblem("list.txt", "line 1 the path is not allowed") && read.hasProblem("list.txt", "line 2 the path is not allowed"))
        #expect(read.hasProblem("list.txt", "line 3 the picture was not found"))
        #expect(read.hasProblem("list.txt", "line 5 names a picture that was named before"))
        #expect(read.hasProblem("data.yaml", "val the path is not allowed") && read.hasProblem("data.yaml", "test the path is not allowed"))
    }

    @Test func refusesAliasBombs() throws {
        let bomb = "a: &a [x, x]\nb: &b [*a, *a]\nnames: [*b]\ntrain: images\n"
        let data = try TestDataset(["data.yaml": bomb, "labels/a.txt": "3 .5 .5 .1 .1"])
        try data.picture("images/a.png")
        let read = try data.read(.yolo)
        #expect(read.hasProblem("data.yaml", "aliases are not read"))
        #expect(read.annotations.map(\.label) == ["class 3"])
    }

    @Test func readsPoses() throws {
        let data = try TestDataset([
            "data.yaml": "names: [cat]\ntrain: images\nkpt_shape: [2, 3]\n", "labels/a.txt": "0 .5 .5 .5 .5 .25 .25 2 0 0 0\n",
        ])
        try data.picture("images/a.png", 100, 100)
        let annotation = try #require(try data.read(.yolo).annotations.first)
        #expect(annotation.geometry == .keypoints([Keypoint(25, 25, visibility: 2), Keypoint(0, 0, visibility: 0)]))
        #expect(annotation.attributes["box"] == [25.0, 25.0, 50.0, 50.0])
    }
}
