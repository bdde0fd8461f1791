import Core
import Database
import HTTPServer
import ImageCodecs
import NearDuplicates
import Pixels
import TestSupport
import Testing

@testable import Curation

/// Copies in a project: found by a job, listed, resolved, undone, dismissed.
@Suite struct DuplicateTests {
    /// Blotches, another picture a seed.
    private static func pixels(_ seed: Int) -> PixelBuffer {
        PixelBuffer(width: 240, height: 160, channels: 3) { out in
            for index in 0..<240 * 160 {
                let (x, y) = (index % 240 / 15, index / 240 / 15)
                var hash = UInt64(x * 73 + y * 1009 + seed * 7_919) &* 0x9E37_79B9_7F4A_7C15
                hash ^= hash >> 29
                for channel in 0..<3 { out[index * 3 + channel] = UInt8(truncatingIfNeeded: hash >> UInt64(8 * channel + 20)) }
            }
        }
    }

    private static func png(_ pixels: PixelBuffer, _ compression: Int = 1) throws -> [UInt8] {
        try ImageEncoder.encode(pixels, as: .png(compression: compression))
    }

    /// Picture 0 with a smaller, a mirrored and a repacked copy, picture 1 with a repacked one, pictures 2 and 3.
    private static func upload(_ fixture: CurationFixture) async throws -> [String: String] {
        let one = pixels(0)
        let files: [(String, [UInt8])] = [
            ("one", try png(one, 0)), ("small", try png(one.resized(width: 120, height: 80, filter: .box))),
            ("mirrored", try png(one.oriented(.mirrored))), ("repacked", try png(one, 9)), ("two", try png(pixels(1))),
            ("two again", try png(pixels(1), 9)), ("three", try png(pixels(2))), ("four", try png(pixels(3))),
        ]
        var ids: [String: String] = [:]
        for (name, bytes) in files { ids[name] = try await fixture.upload("\(name).png", bytes) }
        return ids
    }

    private static func find(_ fixture: CurationFixture) async throws {
        let answer = await fixture.call("ana", .post, "/api/projects/\(fixture.project)/duplicates")
        #expect(answer.status == 202, "\(answer.text)")
        try await fixture.work()
    }

    private static func list(_ fixture: CurationFixture, _ query: String = "") async -> [JSON] {
        await fixture.call("vera", .get, "/api/projects/\(fixture.project)/duplicates\(query)").json["items"]?.array ?? []
    }

    private static func names(_ group: JSON) -> [String] { (group["images"]?.array ?? []).compactMap { $0["filename"]?.string } }

    @Test(arguments: TestEngine.available) func copiesAreFoundAndSaidHowTheyDiffer(_ engine: TestEngine) async throws {
        try await CurationFixture.with(engine) { fixture in
            _ = try await Self.upload(fixture)
            try await fixture.work()
            let path = "/api/projects/\(fixture.project)/duplicates"
            let before = await fixture.call("vera", .get, "\(path)/state")
            #expect(before.json["found_at"]?.isNull == true && before.json["new_count"]?.int == 8, "\(before.text)")
            try await Self.find(fixture)
            let groups = await Self.list(fixture)
            // The same pixels first.
            #expect(groups.map { $0["kind"]?.string } == ["exact", "near"])
            #expect(Set(groups.first.map(Self.names) ?? []) == ["two.png", "two again.png"])
            let near = try #require(groups.last)
            #expect(Set(Self.names(near)) == ["one.png", "small.png", "mirrored.png", "repacked.png"])
            let words = Dictionary(
                uniqueKeysWithValues: (near["images"]?.array ?? []).map { ($0["filename"]?.string ?? "", $0["words"]?.array?.first?.string) })
            #expect(words["small.png"] == "half the size" && words["mirrored.png"] == "mirrored")
            // Of as many pixels the one with more bytes is suggested.
            #expect(near["keeper_id"] == near["images"]?.array?.first?["image_id"])
            #expect(words["repacked.png"] == "the same pixels" && near["images"]?.array?.first?["filename"]?.string == "one.png")
            let state = await fixture.call("vera", .get, "\(path)/state")
            #expect(state.json["group_count"]?.int == 2 && state.json["copy_count"]?.int == 4 && state.json["exact_count"]?.int == 1)
            #expect(state.json["new_count"]?.int == 0 && state.json["leak_count"]?.int == 0 && state.json["job_id"]?.isNull == true)
            #expect(await Self.list(fixture, "?kind=exact").count == 1)
            #expect(await fixture.call("eve", .get, path).status == 404)
            #expect(await fixture.call("vera", .post, path).status == 403)
        }
    }

    @Test(arguments: TestEngine.available) func pagesGoOnWhereTheLastEnded(_ engine: TestEngine) async throws {
        try await CurationFixture.with(engine) { fixture in
            let ids = try await Self.upload(fixture)
            try await Self.find(fixture)
            let path = "/api/projects/\(fixture.project)/duplicates"
            // A leak comes first, whatever its kind.
            for (name, split) in [("one", "train"), ("small", "test")] {
                let body: JSON = ["image_ids": [.string(ids[name] ?? "")], "split": .string(split)]
                #expect(await fixture.call("ana", .patch, "/api/images/split", body).status == 200)
            }
            let first = await fixture.call("vera", .get, "\(path)?limit=1")
            #expect(first.json["items"]?.array?.first?["is_leak"]?.bool == true)
            #expect(first.json["items"]?.array?.first?["kind"]?.string == "near")
            let cursor = try #require(first.json["next_cursor"]?.string)
            let second = await fixture.call("vera", .get, "\(path)?limit=1&cursor=\(cursor)")
            #expect(second.json["items"]?.array?.first?["kind"]?.string == "exact" && second.json["next_cursor"]?.isNull == true)
            #expect(await Self.list(fixture, "?leaks=true").count == 1)
            #expect(await fixture.call("vera", .get, "\(path)?cursor=nonsense").status == 422)
            #expect(await fixture.call("vera", .get, "\(path)?kind=odd").status == 422)
        }
    }

    @Test(arguments: TestEngine.available) func copiesGoToTheBinAndComeBack(_ engine: TestEngine) async throws {
        try await CurationFixture.with(engine) { fixture in
            let ids = try await Self.upload(fixture)
            let project = "/api/projects/\(fixture.project)"
            let tag = await fixture.call("ana", .post, "\(project)/tags", ["name": "dusk", "color": "#112233"]).json["id"]?.string ?? ""
            _ = await fixture.call(
                "ana", .patch, "/api/images/tags", ["image_ids": [.string(ids["small"] ?? "")], "add": [.string(tag)], "remove": []])
            try await Self.find(fixture)
            let groups = await Self.list(fixture)
            let near = try #require(groups.last?["id"]?.string)
            // Another image than the suggested one is kept, and gets the others' tags.
            let body: JSON = [
                "groups": [["group_id": .string(near), "keeper_id": .string(ids["mirrored"] ?? "")]], "give_tags": true,
            ]
            #expect(await fixture.call("vera", .post, "\(project)/duplicates/resolve", body).status == 403)
            let resolved = await fixture.call("ana", .post, "\(project)/duplicates/resolve", body)
            #expect(resolved.status == 200 && resolved.json["operation"]?["changed"]?.int == 3, "\(resolved.text)")
            let kept = await fixture.call("vera", .get, "/api/images/\(ids["mirrored"] ?? "")")
            #expect(kept.json["deleted_at"]?.isNull == true && kept.json["tag_ids"]?.array == [.string(tag)], "\(kept.text)")
            let gone = await fixture.call("ana", .get, "/api/images/\(ids["one"] ?? "")")
            #expect(gone.status == 404 || gone.json["deleted_at"]?.isNull == false, "\(gone.text)")
            #expect(await Self.list(fixture).count == 1)
            #expect(await fixture.call("vera", .get, project).json["image_count"]?.int == 5)
            // Nothing is left to resolve; wrong names change nothing.
            #expect(await fixture.call("ana", .post, "\(project)/duplicates/resolve", body).status == 422)

            let operation = resolved.json["operation"]?["id"]?.string ?? ""
            #expect(await fixture.call("ana", .post, "/api/bulk/\(operation)/undo", [:]).status == 200)
            #expect(await Self.list(fixture).count == 2)
            #expect(await fixture.call("vera", .get, project).json["image_count"]?.int == 8)

            // All of a kind.
            let all = await fixture.call("ana", .post, "\(project)/duplicates/resolve", ["kind": "exact"])
            #expect(all.json["group_count"]?.int == 1 && all.json["remaining"]?.int == 0, "\(all.text)")
            #expect(await Self.list(fixture).map { $0["kind"]?.string } == ["near"])
            #expect(await fixture.call("ana", .post, "\(project)/duplicates/resolve", ["kind": "exact"]).status == 409)
        }
    }

    @Test(arguments: TestEngine.available) func wrongChoicesAreAllNamed(_ engine: TestEngine) async throws {
        try await CurationFixture.with(engine) { fixture in
            let ids = try await Self.upload(fixture)
            try await Self.find(fixture)
            let path = "/api/projects/\(fixture.project)/duplicates/resolve"
            let group = await Self.list(fixture).first?["id"] ?? .null
            func status(_ body: JSON) async -> (Int, Int?) {
                let answer = await fixture.call("ana", .post, path, body)
                return (answer.status, answer.json["errors"]?.array?.count)
            }
            #expect(await status([:]) == (422, 1))
            #expect(await status(["groups": [["group_id": group]], "kind": "near"]) == (422, 1))
            #expect(await status(["groups": []]) == (422, 1))
            #expect(
                await status(["groups": [["group_id": .string(ID.make().description)], ["group_id": .string(ID.make().description)]]]) == (422, 2))
            #expect(await status(["groups": [["group_id": group], ["group_id": group]]]) == (422, 1))
            #expect(await status(["groups": [["group_id": group, "keeper_id": .string(ids["three"] ?? "")]]]) == (422, 1))
            #expect(await Self.list(fixture).count == 2)
        }
    }

    @Test(arguments: TestEngine.available) func whatIsDismissedStaysApart(_ engine: TestEngine) async throws {
        try await CurationFixture.with(engine) { fixture in
            _ = try await Self.upload(fixture)
            try await Self.find(fixture)
            let path = "/api/projects/\(fixture.project)/duplicates"
            let near = await Self.list(fixture).last?["id"]?.string ?? ""
            #expect(await fixture.call("vera", .patch, "\(path)/\(near)", ["dismissed": true]).status == 403)
            #expect(await fixture.call("ana", .patch, "\(path)/\(ID.make())", ["dismissed": true]).status == 404)
            let dismissed = await fixture.call("ana", .patch, "\(path)/\(near)", ["dismissed": true])
            #expect(dismissed.json["is_dismissed"]?.bool == true, "\(dismissed.text)")
            #expect(await Self.list(fixture).count == 1)
            // Also when they are looked for again, and the dismissed group is still known.
            try await Self.find(fixture)
            #expect(await Self.list(fixture).map { $0["kind"]?.string } == ["exact"])
            #expect(await Self.list(fixture, "?dismissed=true").map { $0["id"]?.string } == [near])
            // A new copy of one of them is a copy all the same.
            _ = try await fixture.upload("late.png", Self.png(Self.pixels(0).resized(width: 180, height: 120, filter: .box)))
            try await Self.find(fixture)
            let found = await Self.list(fixture, "?kind=near")
            #expect(found.count == 1 && Self.names(found[0]).contains("late.png") && Self.names(found[0]).count == 2)
            #expect(await fixture.call("ana", .patch, "\(path)/\(near)", ["dismissed": false]).json["is_dismissed"]?.bool == false)
            #expect(await Self.list(fixture, "?dismissed=true").isEmpty)
        }
    }

    /// A second search signs only what came since, and takes the place of the first.
    @Test(arguments: TestEngine.available) func aSecondSearchIsIncremental(_ engine: TestEngine) async throws {
        try await CurationFixture.with(engine) { fixture in
            _ = try await Self.upload(fixture)
            try await Self.find(fixture)
            let times = try await fixture.database.read { connection in
                try connection.query("SELECT image_id, created_at FROM image_signatures ORDER BY image_id") { (try $0.id(0), try $0.time(1)) }
            }
            _ = try await fixture.upload("five.png", Self.png(Self.pixels(9)))
            try await Self.find(fixture)
            let again = try await fixture.database.read { connection in
                try connection.query("SELECT image_id, created_at FROM image_signatures ORDER BY image_id") { (try $0.id(0), try $0.time(1)) }
            }
            #expect(again.count == times.count + 1)
            #expect(times.allSatisfy { old in again.contains { $0 == old } })
            #expect(await Self.list(fixture).count == 2)
        }
    }

    @Test(arguments: TestEngine.available) func tablesAreAsDeclared(_ engine: TestEngine) async throws {
        try await CurationFixture.with(engine) { fixture in
            let different = try await fixture.database.read { connection in
                let mine = Set(DuplicatesSchema.tables.map(\.name))
                return try SchemaInspector.differences(DuplicatesSchema.tables, connection).filter { line in mine.contains { line.hasPrefix($0) } }
            }
            #expect(different.isEmpty, "\(different)")
        }
    }
}
