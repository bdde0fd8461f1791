import Core
import Database
import HTTPServer
import Library
import OracleSupport
import TestSupport
import Testing

@testable import Curation

@Suite struct LabelStatisticsTests {
    @Test(arguments: TestEngine.available) func balanceTogethernessAndBoxesAreCounted(_ engine: TestEngine) async throws {
        try await CurationFixture.with(engine) { fixture in
            let labels = try await labels(fixture, ["cat", "dog", "=SUM(1,2)", "unused"])
            let images = try await images(fixture, 4)
            // cat+cat+dog, cat+dog, cat, nothing.
            try await draw(fixture, images[0], [(labels[0], 0, 10, 20, 20), (labels[0], 50, 50, 20, 10), (labels[1], 60, 10, 4, 4)])
            try await draw(fixture, images[1], [(labels[0], 2, 2, 196, 96), (labels[1], 100, 50, 20, 20)])
            try await draw(fixture, images[2], [(labels[0], 30, 30, 2, 5)])
            let split = await fixture.call(
                "ana", .post, "/api/projects/\(fixture.project)/images/bulk",
                ["action": "split", "image_ids": [.string(images[0]), .string(images[2])], "split": "train"])
            #expect(split.status == 200, "\(split.text)")

            let found = await ask(fixture)
            #expect(["images", "labelled_images", "objects", "boxes"].map { found[$0]?.int } == [4, 3, 6, 6])
            let cat = found["labels"]?.array?.first
            #expect(cat?["objects"]?.int == 4 && cat?["images"]?.int == 3)
            #expect(abs((cat?["share"]?.double ?? 0) - 4.0 / 6) < 1e-12)
            #expect(cat?["by_split"]?["train"]?["objects"]?.int == 3 && cat?["by_split"]?["train"]?["images"]?.int == 2)
            #expect(cat?["by_split"]?["unassigned"]?["objects"]?.int == 1 && cat?["by_split"]?["val"]?["images"]?.int == 0)
            #expect(found["labels"]?.array?.last?["objects"]?.int == 0)

            let together = found["co_occurrence"] ?? .null
            #expect(together["label_ids"]?.array?.compactMap(\.string) == [labels[0], labels[1]])
            #expect(together["images"] == [[3, 2], [2, 2]])
            #expect(numbers(together["jaccard"]) == [[1, 2.0 / 3], [2.0 / 3, 1]])
            #expect(numbers(together["lift"]) == [[1, 1], [1, 1.5]])

            let perImage = found["objects_per_image"]?.array ?? []
            #expect(perImage.prefix(4).compactMap { $0["images"]?.int } == [1, 1, 1, 1])
            #expect(perImage.last?["least"]?.int == 101 && perImage.last?["most"]?.isNull == true)
            let odd = found["odd"]?.array ?? []
            #expect(odd.compactMap { $0["kind"]?.string } == ["tiny", "huge", "border"])
            #expect(odd.compactMap { $0["objects"]?.int } == [2, 1, 1])
            #expect(odd[0]["examples"]?.array?.compactMap(\.string).sorted() == [images[0], images[2]].sorted())
            let centres = found["centres"]?.array?.compactMap(\.int) ?? []
            #expect(centres.count == 256 && centres.reduce(0, +) == 6)
            // The second dog: its centre at (110, 60) of 200 x 100 is in column 8 of row 9.
            #expect(centres[9 * 16 + 8] == 1)

            // Of one split, and of one label.
            let train = await ask(fixture, "split=train")
            #expect(train["images"]?.int == 2 && train["objects"]?.int == 4)
            let dogs = await ask(fixture, "label_id=\(labels[1])")
            #expect(dogs["boxes"]?.int == 2 && dogs["objects"]?.int == 6)
            #expect(dogs["objects_per_image"]?.array?.prefix(2).compactMap { $0["images"]?.int } == [2, 2])
            #expect(await fixture.call("vera", .get, "\(path(fixture))?label_id=\(ID.make())").status == 422)
            #expect(await fixture.call("vera", .get, "\(path(fixture))?split=half").status == 422)
            #expect(await fixture.call("eve", .get, path(fixture)).status == 404)

            let table = await fixture.call("vera", .get, "\(path(fixture))/classes.csv")
            let lines = table.text.split(separator: "\r\n", omittingEmptySubsequences: false)
            #expect(lines.count == 6 && lines[0].hasPrefix("label,objects,images,share,"))
            #expect(lines[3].hasPrefix("\"'=SUM(1,2)\",0,0,0.0,"), "\(lines[3])")

            // What is in the bin is not counted.
            _ = await fixture.call("ana", .delete, "/api/images/\(images[0])")
            let fewer = await ask(fixture)
            #expect(fewer["images"]?.int == 3 && fewer["objects"]?.int == 3)
        }
    }

    @Test func aProjectWithNothingHasAnAnswerToo() async throws {
        try await CurationFixture.with(.sqlite) { fixture in
            let found = await ask(fixture)
            #expect(found["images"]?.int == 0 && found["labels"]?.array?.isEmpty == true && found["boxes"]?.int == 0)
            #expect(found["measures"]?.array?.allSatisfy { $0["median"]?.isNull == true } == true)
            #expect(found["co_occurrence"]?["images"]?.array?.isEmpty == true)
        }
    }

    /// Read in the order of an index: a million annotations are not sorted first. (PostgreSQL sorts empty tables whatever indexes there are.)
    @Test func annotationsAreNotSorted() async throws {
        try await CurationFixture.with(.sqlite) { fixture in
            for split in [nil, Split.train] {
                let plan = try await fixture.database.read { connection in
                    let (sql, values) = LabelStatisticsRoutes.annotations(.make(), split)
                    return try connection.plan(sql, values: values).joined(separator: "\n")
                }
                #expect(plan.contains("images_newest") && !plan.contains("TEMP B-TREE"), "\(plan)")
            }
        }
    }

    /// Quantiles against NumPy's, and memory that does not depend on how many there are.
    @Test(.enabled(if: PythonOracle.isReady(.tools))) func quantilesAreNearlyThoseOfNumPy() throws {
        var sketch = LogSketch(decades: -6...0)
        var values: [Double] = [], state: UInt64 = 9
        for _ in 0..<20_000 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let part = Double(state >> 11) / Double(1 << 53)
            values.append(part * part * part * 0.9 + 1e-5)
            sketch.add(values[values.count - 1])
        }
        let script = """
            import json, sys
            import numpy as np
            x = np.array(json.load(sys.stdin))
            print(json.dumps([float(np.quantile(x, q, method="inverted_cdf")) for q in (0.05, 0.25, 0.5, 0.75, 0.95)] + [x.mean()]))
            """
        let input = JSON.array(values.map { .double($0) }).text
        let expected = try JSON.parse(try PythonOracle.run(script, input: Array(input.utf8))).array?.compactMap(\.double) ?? []
        let found = [0.05, 0.25, 0.5, 0.75, 0.95].compactMap { sketch.quantile($0) } + [sketch.mean ?? 0]
        #expect(zip(found, expected).allSatisfy { abs($0 - $1) <= 0.006 * $1 } && found.count == expected.count, "\(found) \(expected)")
        #expect(sketch.least == values.min() && sketch.most == values.max())
        #expect(sketch.histogram(bins: 40).counts.reduce(0, +) == 20_000)
        sketch.add(0)
        sketch.add(-.infinity)
        sketch.add(.nan)
        #expect(sketch.count == 20_000)
    }

    // --- what they stand on ---

    private func path(_ fixture: CurationFixture) -> String { "/api/projects/\(fixture.project)/label-statistics" }

    private func ask(_ fixture: CurationFixture, _ query: String = "") async -> JSON {
        let answer = await fixture.call("vera", .get, "\(path(fixture))?\(query)")
        #expect(answer.status == 200, "\(answer.text)")
        return answer.json
    }

    private func numbers(_ json: JSON?) -> [[Double]] { (json?.array ?? []).map { $0.array?.compactMap(\.double) ?? [] } }

    private func labels(_ fixture: CurationFixture, _ names: [String]) async throws -> [String] {
        var ids: [String] = []
        for name in names {
            let made = await fixture.call("ana", .post, "/api/projects/\(fixture.project)/labels", ["name": .string(name)])
            ids.append(try #require(made.json["id"]?.string))
        }
        return ids
    }

    private func images(_ fixture: CurationFixture, _ count: Int) async throws -> [String] {
        var ids: [String] = []
        for number in 0..<count { ids.append(try await fixture.upload("\(number).png", try Picture.png(200, 100) { _, _ in UInt8(number) })) }
        return ids
    }

    private func draw(_ fixture: CurationFixture, _ image: String, _ boxes: [(String, Double, Double, Double, Double)]) async throws {
        let ops = boxes.map { label, x, y, width, height -> JSON in
            let box: JSON = ["type": "box", "x": .double(x), "y": .double(y), "width": .double(width), "height": .double(height)]
            return ["action": "create", "id": .string(ID.make().description), "label_id": .string(label), "geometry": box]
        }
        let made = await fixture.call("ana", .patch, "/api/images/\(image)/annotations", ["ops": .array(ops)])
        #expect(made.status == 200, "\(made.text)")
    }
}
