import Core
import Database
import HTTPServer
import ImageCodecs
import Library
import Pixels
import TestSupport
import Testing

@testable import Curation

/// Counting how unique and representative images are, and picking what to label first, on both databases.
@Suite struct CoverageRouteTests {
    static func disc(_ red: UInt8, _ green: UInt8, _ blue: UInt8, at shift: Int) throws -> [UInt8] {
        let pixels = PixelBuffer(width: 120, height: 90, channels: 3) { out in
            for index in 0..<120 * 90 {
                let (x, y) = (index % 120 - 50 - shift, index / 120 - 45)
                let colour: [UInt8] = x * x + y * y < 1500 ? [red, green, blue] : [40, 40, 44]
                for channel in 0..<3 { out[index * 3 + channel] = colour[channel] }
            }
        }
        return try ImageEncoder.encode(pixels, as: .png(compression: 1))
    }

    /// Discs of three colours, described; answers their ids by the files' names.
    private func prepared(_ fixture: CurationFixture, reds: Int = 4, greens: Int = 4, blues: Int = 4) async throws -> [String: String] {
        var ids: [String: String] = [:]
        for shift in 0..<reds { ids["red\(shift)"] = try await fixture.upload("red\(shift).png", try Self.disc(220, 30, 30, at: shift)) }
        for shift in 0..<greens { ids["green\(shift)"] = try await fixture.upload("green\(shift).png", try Self.disc(30, 200, 60, at: shift)) }
        for shift in 0..<blues { ids["blue\(shift)"] = try await fixture.upload("blue\(shift).png", try Self.disc(30, 60, 220, at: shift)) }
        try await describe(fixture)
        return ids
    }

    private func describe(_ fixture: CurationFixture) async throws {
        let model: JSON = ["model_id": .string(Embedder.descriptorID.description)]
        _ = await fixture.call("ana", .put, "/api/projects/\(fixture.project)/embedding", model)
        try await fixture.work()
    }

    private func count(_ fixture: CurationFixture) async throws {
        let job = await fixture.call("ana", .post, "/api/projects/\(fixture.project)/coverage")
        #expect(job.status == 202 && job.json["kind"]?.string == "coverage", "\(job.text)")
        try await fixture.work()
    }

    private func state(_ fixture: CurationFixture) async -> JSON {
        await fixture.call("vera", .get, "/api/projects/\(fixture.project)/coverage").json
    }

    private func list(_ fixture: CurationFixture, _ query: String) async -> [String] {
        let items = await fixture.call("vera", .get, "/api/projects/\(fixture.project)/images?\(query)").json["items"]?.array ?? []
        return items.compactMap { $0["id"]?.string }
    }

    private func first(_ fixture: CurationFixture, _ body: JSON) async -> TestResponse {
        await fixture.call("ana", .post, "/api/projects/\(fixture.project)/label-first", body)
    }

    private func names(_ answer: TestResponse) -> [String] {
        (answer.json["picks"]?.array ?? []).compactMap { $0["image"]?["filename"]?.string }
    }

    @Test(arguments: TestEngine.available) func imagesAreCountedListedAndFiltered(_ engine: TestEngine) async throws {
        try await CurationFixture.with(engine) { fixture in
            let path = "/api/projects/\(fixture.project)/coverage"
            let none = await fixture.call("ana", .post, path)
            #expect(none.status == 409 && none.text.contains("embedding model"))
            let ids = try await prepared(fixture, reds: 8, greens: 3, blues: 1)
            let before = await state(fixture)
            #expect(before["embedded"]?.int == 12 && before["counted"]?.int == 0 && before["counted_at"]?.isNull == true)
            #expect(await fixture.call("vera", .post, path).status == 403)
            #expect(await fixture.call("eve", .post, path).status == 404)
            #expect(await fixture.call("eve", .get, path).status == 404)
            // Two at once get one job.
            let job = await fixture.call("ana", .post, path), second = await fixture.call("ana", .post, path)
            #expect(job.status == 202 && job.json["id"] == second.json["id"])
            #expect(await state(fixture)["job_id"] == job.json["id"])
            try await fixture.work()
            let after = await state(fixture)
            #expect(after["counted"]?.int == 12 && after["is_exact"]?.bool == true && after["is_stale"]?.bool == false)
            #expect(after["job_id"]?.isNull == true && after["counted_at"]?.string != nil)
            #expect(after["metrics"]?.array?.compactMap { $0["name"]?.string } == ["uniqueness", "representativeness"])
            for metric in after["metrics"]?.array ?? [] {
                #expect(metric["count"]?.int == 12 && metric["max"]?.double == 1)
                #expect(metric["histogram"]?["counts"]?.array?.compactMap(\.int).reduce(0, +) == 12)
            }

            // The lonely one first; the same in pages as at once; and what each image says of itself.
            for sort in ["uniqueness", "-uniqueness", "representativeness", "-representativeness"] {
                let all = await list(fixture, "sort=\(sort)")
                #expect(Set(all) == Set(ids.values))
                var paged: [String] = [], cursor = ""
                repeat {
                    let page = await fixture.call("ana", .get, "/api/projects/\(fixture.project)/images?sort=\(sort)&limit=5\(cursor)").json
                    paged += page["items"]?.array?.compactMap { $0["id"]?.string } ?? []
                    cursor = page["next_cursor"]?.string.map { "&cursor=\($0)" } ?? ""
                } while !cursor.isEmpty
                #expect(paged == all)
                var values: [Double] = []
                for id in all {
                    let own = await fixture.call("vera", .get, "/api/images/\(id)/coverage").json
                    values.append(own[sort.hasPrefix("-") ? String(sort.dropFirst()) : sort]?.double ?? -1)
                }
                #expect(values == values.sorted(by: sort.hasPrefix("-") ? { $0 > $1 } : { $0 < $1 }))
            }
            #expect(await list(fixture, "sort=-uniqueness").first == ids["blue0"])
            let representative = await list(fixture, "sort=-representativeness").first
            #expect(ids.first { $0.value == representative }?.key.hasPrefix("red") == true)
            #expect(await list(fixture, "min_uniqueness=0.99") == [try #require(ids["blue0"])])
            #expect(await list(fixture, "max_uniqueness=0.99").count == 11)
            #expect(await fixture.call("ana", .get, "/api/projects/\(fixture.project)/images?min_uniqueness=x").status == 422)
        }
    }

    @Test(arguments: TestEngine.available) func whatChangesMakesItStaleAndCountingAgainPutsItRight(_ engine: TestEngine) async throws {
        try await CurationFixture.with(engine) { fixture in
            let ids = try await prepared(fixture)
            try await count(fixture)
            _ = try await fixture.upload("new.png", try Self.disc(200, 200, 20, at: 0))
            try await fixture.work()
            let grown = await state(fixture)
            #expect(grown["is_stale"]?.bool == true && grown["embedded"]?.int == 13 && grown["counted"]?.int == 12)
            try await count(fixture)
            #expect(await state(fixture)["is_stale"]?.bool == false)
            let gone = try #require(ids["red0"])
            _ = await fixture.call("ana", .delete, "/api/images/\(gone)")
            #expect(await state(fixture)["is_stale"]?.bool == true, "one went")
            try await count(fixture)
            let again = await state(fixture)
            #expect(again["is_stale"]?.bool == false && again["counted"]?.int == 12)
            let own = await fixture.call("vera", .get, "/api/images/\(gone)/coverage").json
            #expect(own["uniqueness"]?.isNull == true, "what lies in the bin is not counted, and its old value is gone")

            // Elsewhere a value says nothing: it does not go along.
            let there = await fixture.call("ana", .post, "/api/projects", ["name": "There", "task_type": "DETECTION"]).json["id"] ?? .null
            let moving = try #require(ids["blue1"])
            let moved = await fixture.call(
                "ana", .post, "/api/projects/\(fixture.project)/images/bulk",
                ["action": "move", "image_ids": [.string(moving)], "target_project_id": there])
            #expect(moved.status == 200, "\(moved.text)")
            #expect(await fixture.call("ana", .get, "/api/images/\(moving)/coverage").json["uniqueness"]?.isNull == true)
            #expect(await state(fixture)["counted"]?.int == 11)
        }
    }

    @Test(arguments: TestEngine.available) func picksCoverWhatIsThereAndComplementWhatIsLabelled(_ engine: TestEngine) async throws {
        try await CurationFixture.with(engine) { fixture in
            let early = await first(fixture, [:])
            #expect(early.status == 409 && early.text.contains("embedding model"))
            let ids = try await prepared(fixture)
            let central = await first(fixture, ["count": 3])
            #expect(central.status == 200 && central.json["start"]?.string == "central", "\(central.text)")
            #expect(Set(names(central).map { $0.prefix(3) }) == ["red", "gre", "blu"])
            #expect(central.json["candidates"]?.int == 12 && central.json["labelled"]?.int == 0 && central.json["reach_before"]?.isNull == true)
            try await count(fixture)
            let representative = await first(fixture, ["count": 3])
            let most = await list(fixture, "sort=-representativeness").first
            #expect(representative.json["start"]?.string == "representative")
            #expect(representative.json["picks"]?.array?.first?["image"]?["id"]?.string == most)
            #expect(Set(names(representative).map { $0.prefix(3) }) == ["red", "gre", "blu"])
            let drawn = await first(fixture, ["count": 3, "seed": 5])
            #expect(drawn.json["start"]?.string == "drawn")
            #expect(await first(fixture, ["count": 3, "seed": 5]).text == drawn.text)

            // A red one is labelled: the next two are of the other colours.
            _ = await fixture.call("ana", .post, "/api/projects/\(fixture.project)/labels", ["name": "disc"])
            let label = await fixture.call("ana", .get, "/api/projects/\(fixture.project)/labels").json["items"]?.array?.first?["id"] ?? .null
            let red = try #require(ids["red0"])
            let box: JSON = ["type": "box", "x": 10, "y": 10, "width": 30, "height": 30]
            let op: JSON = ["action": "create", "id": .string(ID.make().description), "label_id": label, "geometry": box]
            #expect(await fixture.call("ana", .patch, "/api/images/\(red)/annotations", ["ops": [op]]).status == 200)
            let rest = await first(fixture, ["count": 2])
            #expect(rest.json["start"]?.string == "labelled" && rest.json["labelled"]?.int == 1 && rest.json["candidates"]?.int == 11)
            #expect(Set(names(rest).map { $0.prefix(3) }) == ["gre", "blu"])
            #expect((rest.json["reach_before"]?.double ?? 0) > 2 * (rest.json["reach_after"]?.double ?? 1))
            #expect(rest.json["picks"]?.array?.first?["distance"] == rest.json["reach_before"])

            // Among some only.
            let reds = await first(fixture, ["count": 50, "filter": ["text": "red", "annotated": false]])
            #expect(Set(names(reds)) == ["red1.png", "red2.png", "red3.png"])
            let named = await first(fixture, ["image_ids": [.string(try #require(ids["blue2"]))]])
            #expect(names(named) == ["blue2.png"])
            let same = await first(fixture, ["image_ids": [.string(red)]])
            #expect(same.status == 200 && names(same).isEmpty, "it is labelled: nothing is to be closed")
        }
    }

    @Test func whoMayAndWhatIsAsked() async throws {
        try await CurationFixture.with(.sqlite) { fixture in
            let ids = try await prepared(fixture, reds: 1, greens: 0, blues: 0)
            let path = "/api/projects/\(fixture.project)/label-first"
            #expect(await fixture.call("vera", .post, path, [:]).status == 403)
            #expect(await fixture.call("eve", .post, path, [:]).status == 404)
            #expect(await first(fixture, ["count": 0, "seed": -1, "image_ids": "x"]).json["errors"]?.array?.count == 3)
            let red = JSON.string(try #require(ids["red0"]))
            #expect(await first(fixture, ["image_ids": [red], "filter": [:]]).status == 422)
            #expect(await first(fixture, ["image_ids": [red, red]]).status == 422)
            let foreign = await first(fixture, ["image_ids": [red, .string(ID.make().description)]])
            #expect(foreign.status == 422 && foreign.text.contains("1 are not"))
            #expect(await fixture.call("eve", .get, "/api/images/\(red.string ?? "")/coverage").status == 404)
            // A picture whose vector is still to be made.
            let waiting = try await fixture.upload("waiting.png", try Self.disc(9, 200, 9, at: 0))
            let none = await first(fixture, ["image_ids": [.string(waiting)]])
            #expect(none.status == 409 && none.text.contains("vector"))
            let some = await first(fixture, [:])
            #expect(some.json["without_vector"]?.int == 1 && names(some) == ["red0.png"])
        }
    }

    @Test(arguments: TestEngine.available) func tablesAreAsDeclared(_ engine: TestEngine) async throws {
        try await CurationFixture.with(engine) { fixture in
            let tables = CoverageCountsSchema.tables + CoverageSchema.tables
            let different = try await fixture.database.read { connection in
                let mine = Set(tables.map(\.name))
                return try SchemaInspector.differences(tables, connection).filter { line in mine.contains { line.hasPrefix($0) } }
            }
            #expect(different.isEmpty, "\(different)")
        }
    }
}
