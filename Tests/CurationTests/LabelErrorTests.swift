import Core
import Database
import Geometry
import HTTPServer
import Review
import TestSupport
import Testing

@testable import Curation

@Suite struct LabelErrorTests {
    private let side = 20.0

    @Test(arguments: TestEngine.available) func whatAModelSeesOtherwiseIsRankedAndDecided(_ engine: TestEngine) async throws {
        try await CurationFixture.with(engine) { fixture in
            let image = try await prepared(fixture, count: 1)[0]
            try await analyse(
                fixture, image, [("cat", 0.9, box(0)), ("dog", 0.8, box(30)), ("cat", 0.7, box(70)), ("dog", 0.6, box(100)), ("bird", 0.99, box(5))])
            #expect(try await compare(fixture) == ["images": 1, "found": 4])

            let counts = await fixture.call("vera", .get, "/api/projects/\(fixture.project)/label-errors/counts").json
            #expect(["missed", "spurious", "mislocated", "swapped"].map { counts[$0]?.int } == [1, 1, 1, 1])
            #expect(counts["model_name"]?.string == "Finder")
            let found = await list(fixture)
            #expect(found.compactMap { $0["kind"]?.string } == ["spurious", "swapped", "missed", "mislocated"])
            let swapped = await list(fixture, "kind=swapped")
            #expect(swapped.count == 1 && swapped[0]["labelled_box"] == ["x": 30, "y": 10, "width": 20, "height": 20])

            // In pages, as at once.
            var paged: [JSON] = [], cursor = ""
            repeat {
                let page = await fixture.call("ana", .get, "/api/projects/\(fixture.project)/label-errors?limit=1\(cursor)").json
                paged += page["items"]?.array ?? []
                cursor = page["next_cursor"]?.string.map { "&cursor=\($0)" } ?? ""
            } while !cursor.isEmpty
            #expect(paged == found)

            for one in found { #expect(await decide(fixture, one, "apply").json["state"]?.string == "applied") }
            let after = await fixture.call("ana", .get, "/api/images/\(image)/annotations").json["items"]?.array ?? []
            let places = after.compactMap { one in one["geometry"]?["x"]?.double.map { (x: $0, label: one["label_id"]?.string) } }.sorted {
                $0.x < $1.x
            }
            let labels = await self.labels(fixture)
            #expect(places.map(\.x) == [0, 30, 70, 100])
            #expect(places.map(\.label) == [labels["cat"], labels["dog"], labels["cat"], labels["dog"]])
            #expect(await decide(fixture, found[0], "apply").status == 409)
            // Now they agree.
            #expect(try await compare(fixture)["found"] == 0)
        }
    }

    @Test(arguments: TestEngine.available) func whatIsDismissedStaysAwayUntilTheLabelChanges(_ engine: TestEngine) async throws {
        try await CurationFixture.with(engine) { fixture in
            let image = try await prepared(fixture, count: 1)[0]
            try await analyse(
                fixture, image, [("cat", 0.9, box(0)), ("dog", 0.8, box(30)), ("cat", 0.9, box(60)), ("cat", 0.9, box(130)), ("dog", 0.6, box(100))])
            #expect(try await compare(fixture)["found"] == 2)
            let found = await list(fixture)
            for one in found { #expect(await decide(fixture, one, "dismiss").status == 200) }
            // The model looks again and says nearly the same.
            try await analyse(
                fixture, image, [("cat", 0.9, box(0)), ("dog", 0.7, box(31)), ("cat", 0.9, box(60)), ("cat", 0.9, box(130)), ("dog", 0.5, box(101))])
            #expect(try await compare(fixture)["found"] == 0)
            let reopened = await decide(fixture, found[0], "reopen")
            #expect(reopened.json["state"]?.string == "open")
            #expect(await decide(fixture, found[0], "reopen").status == 409)

            let swapped = try #require(found.first { $0["kind"]?.string == "swapped" }?["annotation_id"]?.string)
            let moved: JSON = ["action": "update", "id": .string(swapped), "version": 1, "geometry": box(32).json]
            #expect(await fixture.call("ana", .patch, "/api/images/\(image)/annotations", ["ops": [moved]]).status == 200)
            #expect(try await compare(fixture)["found"] == 1)
        }
    }

    @Test func aLabelThatChangedSinceIsNotOverwritten() async throws {
        try await CurationFixture.with(.sqlite) { fixture in
            let image = try await prepared(fixture, count: 1)[0]
            try await analyse(fixture, image, [("cat", 0.9, box(0)), ("dog", 0.8, box(30)), ("cat", 0.9, box(60)), ("cat", 0.9, box(130))])
            _ = try await compare(fixture)
            let swapped = try #require(await list(fixture).first)
            let moved: JSON = ["action": "update", "id": swapped["annotation_id"] ?? .null, "version": 1, "geometry": box(28).json]
            #expect(await fixture.call("ana", .patch, "/api/images/\(image)/annotations", ["ops": [moved]]).status == 200)
            #expect(await decide(fixture, swapped, "apply").status == 409)
            #expect(await list(fixture).count == 1, "it is still open")
        }
    }

    @Test func onlyTheNewestAnalysisOfTheModelCountsAndImagesInTheBinDoNot() async throws {
        try await CurationFixture.with(.sqlite) { fixture in
            let images = try await prepared(fixture, count: 2)
            for image in images { try await analyse(fixture, image, [("dog", 0.9, box(0))]) }
            try await analyse(fixture, images[0], [("cat", 0.9, box(0)), ("cat", 0.9, box(30)), ("cat", 0.9, box(60)), ("cat", 0.9, box(130))])
            #expect(try await compare(fixture)["images"] == 2)
            #expect(Set(await list(fixture).compactMap { $0["image_id"]?.string }) == [images[1]])
            _ = await fixture.call("ana", .delete, "/api/images/\(images[1])")
            #expect(await list(fixture).isEmpty)
            #expect(try await compare(fixture)["images"] == 1)
        }
    }

    @Test func whoMayAndWhatIsAsked() async throws {
        try await CurationFixture.with(.sqlite) { fixture in
            let path = "/api/projects/\(fixture.project)/label-errors"
            let body: JSON = ["model_name": "Finder", "model_version": "1"]
            #expect(await fixture.call("vera", .post, path, body).status == 403)
            #expect(await fixture.call("eve", .get, path).status == 404)
            let none = await fixture.call("ana", .post, path, body)
            #expect(none.status == 422 && none.json["errors"]?.array?.first?["field"]?.string == "model_version")
            let wrong = await fixture.call("ana", .post, path, ["min_confidence": 2])
            #expect(wrong.json["errors"]?.array?.compactMap { $0["field"]?.string } == ["model_name", "model_version", "min_confidence"])
            #expect(await fixture.call("ana", .get, "\(path)?kind=nonsense").status == 422)
            #expect(await list(fixture).isEmpty)
            #expect(await fixture.call("ana", .get, "\(path)/counts").json["job_id"] == .null)
        }
    }

    @Test(arguments: TestEngine.available) func tablesAreAsDeclared(_ engine: TestEngine) async throws {
        try await CurationFixture.with(engine) { fixture in
            let different = try await fixture.database.read { connection in
                let mine = Set(LabelErrorsSchema.tables.map(\.name))
                return try SchemaInspector.differences(LabelErrorsSchema.tables, connection).filter { line in mine.contains { line.hasPrefix($0) } }
            }
            #expect(different.isEmpty, "\(different)")
        }
    }

    // --- what they stand on ---

    private func box(_ x: Double) -> Box { Box(x: x, y: 10, width: side, height: side) }

    /// Images with three cats (at 0, 30 and 60) and one at 130 that the model may not see.
    private func prepared(_ fixture: CurationFixture, count: Int) async throws -> [String] {
        for name in ["cat", "dog"] {
            _ = await fixture.call("ana", .post, "/api/projects/\(fixture.project)/labels", ["name": .string(name)])
        }
        let cat = try #require(await labels(fixture)["cat"])
        var images: [String] = []
        for number in 0..<count {
            let image = try await fixture.upload("\(number).png", try Picture.png(200, 100) { _, _ in UInt8(number) })
            let ops = [0.0, 30, 60, 130].map { x -> JSON in
                ["action": "create", "id": .string(ID.make().description), "label_id": .string(cat), "geometry": box(x).json]
            }
            let made = await fixture.call("ana", .patch, "/api/images/\(image)/annotations", ["ops": .array(ops)])
            #expect(made.status == 200, "\(made.text)")
            images.append(image)
        }
        return images
    }

    private func labels(_ fixture: CurationFixture) async -> [String: String] {
        let items = await fixture.call("ana", .get, "/api/projects/\(fixture.project)/labels").json["items"]?.array ?? []
        return Dictionary(
            items.compactMap { one in one["name"]?.string.flatMap { name in one["id"]?.string.map { (name, $0) } } }, uniquingKeysWith: { $1 })
    }

    private func analyse(_ fixture: CurationFixture, _ image: String, _ shapes: [(String, Double, Box)]) async throws {
        let analysis = NewAnalysis(
            imageID: try #require(ID(image)), modelName: "Finder", modelVersion: "1", versionID: .make(), parameters: [:], userID: nil,
            shapes: shapes.map { .init(className: $0.0, confidence: $0.1, box: $0.2) })
        try await fixture.database.write { try AnalysisStore.insert($0, [analysis], at: .now()) }
    }

    private func compare(_ fixture: CurationFixture) async throws -> [String: Int64] {
        let body: JSON = ["model_name": "Finder", "model_version": "1"]
        let job = await fixture.call("ana", .post, "/api/projects/\(fixture.project)/label-errors", body)
        #expect(job.status == 202, "\(job.text)")
        try await fixture.work()
        let result = try await fixture.database.read { connection in
            try connection.first("SELECT result FROM jobs WHERE id = $1", try #require(ID(job.json["id"]?.string ?? ""))) { try $0.text(0) }
        }
        let json = try JSON.parse(try #require(result))
        return ["images", "found"].reduce(into: [:]) { $0[$1] = json[$1]?.int }
    }

    private func list(_ fixture: CurationFixture, _ query: String = "") async -> [JSON] {
        await fixture.call("vera", .get, "/api/projects/\(fixture.project)/label-errors?\(query)").json["items"]?.array ?? []
    }

    private func decide(_ fixture: CurationFixture, _ one: JSON, _ what: String) async -> TestResponse {
        await fixture.call("ana", .post, "/api/label-errors/\(one["id"]?.string ?? "")/\(what)")
    }
}

extension Box {
    fileprivate var json: JSON {
        ["type": "box", "x": .double(x), "y": .double(y), "width": .double(width), "height": .double(height)]
    }
}
