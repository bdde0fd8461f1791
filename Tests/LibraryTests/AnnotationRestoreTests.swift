import Core
import Database
import HTTPServer
import TestSupport
import Testing

@testable import Library

@Suite struct AnnotationRestoreTests {
    /// An image of `root` with three annotations and a history: all created, the first moved, the second deleted.
    private struct Bench: Sendable {
        let fixture: LibraryFixture
        let project: (id: String, labels: [String])
        let path: String
        let ids = (0..<3).map { _ in ID.make() }

        init(_ fixture: LibraryFixture) async throws {
            self.fixture = fixture
            project = try await fixture.project(of: "root")
            path = "/api/images/\(try await fixture.image(in: project.id))/annotations"
            try await patch(ids.enumerated().map { create($1, label: project.labels[0], box(Double($0) * 20, 0)) })
            try await patch([["action": "update", "id": .string(ids[0].description), "version": 1, "geometry": box(300, 300)]])
            try await patch([["action": "delete", "id": .string(ids[1].description), "version": 1]])
        }

        func patch(_ ops: [JSON]) async throws {
            let answer = await fixture.call("root", .patch, path, ["ops": .array(ops)])
            guard answer.status == 200 else { throw FoveaError(.invalid, answer.text) }
        }

        func living() async -> [JSON] { (await fixture.call("root", .get, path)).json["items"]?.array ?? [] }
        func binned() async -> [JSON] { (await fixture.call("root", .get, "\(path)?deleted=true")).json["items"]?.array ?? [] }
        /// Newest first.
        func history() async -> [JSON] { (await fixture.call("root", .get, "\(path)/history?limit=100")).json["items"]?.array ?? [] }
        func restore(_ body: JSON) async -> TestResponse { await fixture.call("root", .post, "\(path)/restore", body) }
        func counts() async -> [Int64?] {
            let labels = (await fixture.call("root", .get, "/api/projects/\(project.id)/labels")).json["items"]?.array
            let shown = (await fixture.call("root", .get, "/api/projects/\(project.id)")).json
            return [shown["annotation_count"]?.int, labels?.first?["annotation_count"]?.int]
        }
    }

    @Test(arguments: TestEngine.available) func theBinGivesBackUnderTheSameId(_ engine: TestEngine) async throws {
        try await LibraryFixture.with(engine) { fixture in
            let bench = try await Bench(fixture), id = bench.ids[1].description
            #expect(await bench.binned().compactMap { $0["id"]?.string } == [id])
            let answer = await bench.restore(["annotation_ids": [.string(id)]])
            #expect(answer.status == 200 && answer.json["restored"]?.int == 1)
            #expect(answer.json["annotations"]?.array?.first?["version"]?.int == 3, "it goes on with the version")
            #expect(await bench.binned().isEmpty)
            #expect(await bench.living().count == 3)
            #expect(await bench.counts() == [3, 3])
            #expect(await bench.history().first?["action"] == "restore")
            // What is there already is left alone.
            #expect((await bench.restore(["annotation_ids": [.string(id)]])).json["restored"]?.int == 0)
        }
    }

    @Test(arguments: TestEngine.available) func aWholeImageGoesBackToAMomentAndThereAgain(_ engine: TestEngine) async throws {
        try await LibraryFixture.with(engine) { fixture in
            let bench = try await Bench(fixture), before = await bench.living()
            let history = await bench.history(), extra = ID.make()
            let creation = try #require(history.last?["id"]?.string), deletion = try #require(history.first?["id"]?.string)
            try await bench.patch([create(extra, label: bench.project.labels[1], box(5, 5))])

            let preview = await bench.restore(["history_id": .string(creation), "preview": true])
            #expect(preview.json["preview"] == true)
            #expect(["restored", "changed", "deleted", "skipped"].map { preview.json[$0]?.int } == [1, 1, 1, 0])
            #expect(preview.json["annotations"]?.array?.count == 3)
            #expect(await bench.living().count == 3, "a preview does nothing")
            #expect(await bench.counts() == [3, 2])

            let done = await bench.restore(["history_id": .string(creation)])
            #expect(["restored", "changed", "deleted"].map { done.json[$0]?.int } == [1, 1, 1])
            let now = await bench.living()
            #expect(Set(now.compactMap { $0["id"]?.string }) == Set(bench.ids.map(\.description)))
            #expect(now.first { $0["id"]?.string == bench.ids[0].description }?["geometry"]?["x"]?.double == 0)
            #expect(await bench.binned().compactMap { $0["id"]?.string } == [extra.description])
            #expect(await bench.counts() == [3, 3])

            let again = await bench.restore(["history_id": .string(deletion)])
            #expect(again.status == 200)
            let geometries = { (items: [JSON]) in items.map { ($0["geometry"] ?? .null).text }.sorted() }
            #expect(geometries(await bench.living()) == geometries(before))
            #expect((await bench.restore(["history_id": .string(deletion)])).json["changed"]?.int == 0, "twice is once")
        }
    }

    @Test(arguments: TestEngine.available) func oneAnnotationGoesBackAlone(_ engine: TestEngine) async throws {
        try await LibraryFixture.with(engine) { fixture in
            let bench = try await Bench(fixture), history = await bench.history()
            let move = try #require(history.first { $0["action"] == "update" }?["id"]?.string)
            let body: JSON = ["history_id": .string(move), "before": true, "annotation_ids": [.string(bench.ids[0].description)]]
            #expect((await bench.restore(body)).json["changed"]?.int == 1)
            #expect(await bench.living().first { $0["id"]?.string == bench.ids[0].description }?["geometry"]?["x"]?.double == 0)
            #expect(await bench.binned().count == 1, "the others stay as they are")
            let longAgo = await bench.restore(["at": "2001-01-01T00:00:00Z"])
            #expect(longAgo.json["deleted"]?.int == 2)
            #expect(await bench.living().isEmpty)
            #expect(await bench.counts() == [0, 0])
        }
    }

    @Test(arguments: TestEngine.available) func whatDoesNotFitIsSaidAndChangesNothing(_ engine: TestEngine) async throws {
        try await LibraryFixture.with(engine) { fixture in
            let bench = try await Bench(fixture), other = try await Bench(fixture)
            let theirs = try #require(await other.history().first?["id"]?.string)
            let wrong: [JSON] = [
                [:], ["at": "yesterday"], ["history_id": .string(theirs)], ["history_id": .string(ID.make().description)],
                ["annotation_ids": [.string(other.ids[1].description)]], ["annotation_ids": []], ["before": true, "at": "2026-01-01T00:00:00Z"],
                ["at": "2026-01-01T00:00:00Z", "history_id": .string(theirs)], ["preview": true], ["history_id": 7, "annotation_ids": "x"],
            ]
            for body in wrong {
                let answer = await bench.restore(body)
                #expect(answer.status == 422, "\(body.text): \(answer.status) \(answer.text)")
            }
            #expect(await bench.living().count == 2)
            #expect(await bench.history().count == 5)
        }
    }

    @Test(arguments: TestEngine.available) func theBinComesInPages(_ engine: TestEngine) async throws {
        try await LibraryFixture.with(engine) { fixture in
            let bench = try await Bench(fixture)
            for id in [bench.ids[0], bench.ids[2]] {
                let version = id == bench.ids[0] ? 2 : 1
                try await bench.patch([["action": "delete", "id": .string(id.description), "version": .int(Int64(version))]])
            }
            var seen: [String] = [], cursor = ""
            repeat {
                let page = (await fixture.call("root", .get, "\(bench.path)?deleted=true&limit=1\(cursor)")).json
                seen += page["items"]?.array?.compactMap { $0["id"]?.string } ?? []
                cursor = page["next_cursor"]?.string.map { "&cursor=\($0)" } ?? ""
            } while !cursor.isEmpty
            #expect(seen == [2, 0, 1].map { bench.ids[$0].description }, "deleted last first")
        }
    }
}
