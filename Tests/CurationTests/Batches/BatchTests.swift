import Core
import Database
import HTTPServer
import ImageCodecs
import Pixels
import TestSupport
import Testing

@testable import Curation

/// Batches from gathering to groups, and what people do to those.
@Suite struct BatchTests {
    private static func stripes(_ across: Bool, _ colour: [UInt8], _ shift: Int) throws -> [UInt8] {
        let pixels = PixelBuffer(width: 96, height: 96, channels: 3) { out in
            for index in 0..<96 * 96 {
                let place = (across ? index % 96 : index / 96) + shift
                for channel in 0..<3 { out[index * 3 + channel] = (place / 12).isMultiple(of: 2) ? colour[channel] : 30 }
            }
        }
        return try ImageEncoder.encode(pixels, as: .png(compression: 1))
    }

    /// Six red images with stripes down, six blue ones with stripes across.
    private static func images(_ fixture: CurationFixture) async throws -> [String] {
        var ids: [String] = []
        for shift in 0..<6 { ids.append(try await fixture.upload("red\(shift).png", try stripes(true, [220, UInt8(30 + 2 * shift), 40], 0))) }
        for shift in 0..<6 { ids.append(try await fixture.upload("blue\(shift).png", try stripes(false, [30, UInt8(40 + 2 * shift), 220], 0))) }
        try await fixture.work()
        return ids
    }

    private static func groups(_ answer: TestResponse) -> [String: Set<String>] {
        var groups: [String: Set<String>] = [:]
        for image in answer.json["images"]?.array ?? [] {
            groups[image["group_label"]?.string ?? "", default: []].insert(image["image_id"]?.string ?? "")
        }
        return groups
    }

    @Test(arguments: TestEngine.available) func imagesAreGroupedByTheirLooks(_ engine: TestEngine) async throws {
        try await CurationFixture.with(engine) { fixture in
            let ids = try await Self.images(fixture)
            let made = await fixture.call("ana", .post, "/api/batches", ["project_id": .string(fixture.project), "batch_name": "All"])
            #expect(made.status == 201 && made.json["image_count"]?.int == 12 && made.json["status"]?.string == "created", "\(made.text)")
            let path = "/api/batches/\(made.json["id"]?.string ?? "")"
            let begun = await fixture.call("ana", .put, "\(path)/analyze", ["min_cluster_size": 3])
            #expect(begun.status == 202 && begun.json["status"]?.string == "analyzing", "\(begun.text)")
            #expect(await fixture.call("ana", .put, "\(path)/analyze", ["min_cluster_size": 3]).status == 409)
            try await fixture.work()
            let found = await fixture.call("vera", .get, path)
            #expect(found.json["batch"]?["status"]?.string == "complete", "\(found.text)")
            #expect(Set(Self.groups(found).values) == [Set(ids[0..<6]), Set(ids[6...])])
            #expect(found.json["groups"]?.array?.compactMap { $0["label"]?.string } == ["1", "2"])

            // By hand: a name, one image moved to a group of its own, another out of all.
            let red = Self.groups(found).first { $0.value.contains(ids[0]) }?.key ?? ""
            let arranged = await fixture.call(
                "ana", .put, "\(path)/groups",
                [
                    "renames": [["from": .string(red), "to": "rust"]],
                    "moves": [["image_id": .string(ids[6]), "group_label": "odd"], ["image_id": .string(ids[7]), "group_label": .null]],
                ])
            #expect(arranged.status == 200, "\(arranged.text)")
            #expect(Self.groups(arranged)["rust"] == Set(ids[0..<6]) && Self.groups(arranged)["odd"] == [ids[6]])
            #expect(Self.groups(arranged)[""] == [ids[7]] && arranged.json["groups"]?.array?.last?["label"]?.isNull == true)

            // Analysing again leaves what people did, and starts over when told to.
            _ = await fixture.call("ana", .put, "\(path)/analyze", ["min_cluster_size": 3])
            try await fixture.work()
            let again = Self.groups(await fixture.call("vera", .get, path))
            #expect(again["rust"] == Set(ids[0..<6]) && again["odd"] == [ids[6]] && again[""] == [ids[7]])
            #expect(again.values.contains(Set(ids[8...])))
            _ = await fixture.call("ana", .put, "\(path)/analyze", ["min_cluster_size": 3, "keep_hand_made": false])
            try await fixture.work()
            #expect(Set(Self.groups(await fixture.call("vera", .get, path)).values) == [Set(ids[0..<6]), Set(ids[6...])])
            // Merging is renaming to the name of another.
            let merged = await fixture.call("ana", .put, "\(path)/groups", ["renames": [["from": "1", "to": "2"]]])
            #expect(Self.groups(merged) == ["2": Set(ids)])
        }
    }

    @Test(arguments: TestEngine.available) func wrongInputIsRefusedAndChangesNothing(_ engine: TestEngine) async throws {
        try await CurationFixture.with(engine) { fixture in
            let ids = try await Self.images(fixture)
            func make(_ images: [JSON]?) async -> TestResponse {
                var body: JSONObject = JSONObject([("project_id", .string(fixture.project)), ("batch_name", "Some")])
                if let images { body["image_ids"] = .array(images) }
                return await fixture.call("ana", .post, "/api/batches", .object(body))
            }
            #expect(await make([.string(ids[0]), .string(ID.make().description)]).status == 422)
            #expect(await make([7]).status == 422)
            let empty = await make([])
            let path = "/api/batches/\(empty.json["id"]?.string ?? "")"
            #expect(await fixture.call("ana", .put, "\(path)/analyze", [:]).status == 409)
            #expect(
                await fixture.call("ana", .post, "\(path)/images", ["image_ids": [.string(ids[0]), .string(ids[0]), .string(ids[1])]]).json[
                    "image_count"]?.int == 2)
            #expect(await fixture.call("ana", .put, "\(path)/analyze", ["min_cluster_size": 1]).status == 422)
            #expect(await fixture.call("ana", .put, "\(path)/analyze", ["embedding": .string(ID.make().description)]).status == 422)
            // Fewer images than a group needs: the job says why.
            _ = await fixture.call("ana", .put, "\(path)/analyze", ["min_cluster_size": 9])
            try await fixture.work()
            let failed = await fixture.call("vera", .get, path)
            #expect(failed.json["batch"]?["status"]?.string == "failed")
            #expect(
                failed.json["batch"]?["error_message"]?.string?.contains("min_samples") == true || failed.text.contains("number of vectors"),
                "\(failed.text)")

            let wrong = await fixture.call(
                "ana", .put, "\(path)/groups",
                [
                    "renames": [["from": "nothing", "to": "x"]],
                    "moves": [["image_id": .string(ids[0]), "group_label": "kept?"], ["image_id": .string(ids[5]), "group_label": "a"]],
                ])
            #expect(wrong.status == 422 && wrong.json["errors"]?.array?.count == 2, "\(wrong.text)")
            #expect(Self.groups(await fixture.call("vera", .get, path)) == ["": [ids[0], ids[1]]])
            #expect(await fixture.call("ana", .put, "\(path)/groups", [:]).status == 422)
            #expect(await fixture.call("vera", .put, "\(path)/groups", ["moves": [["image_id": .string(ids[0]), "group_label": "a"]]]).status == 403)
            #expect(await fixture.call("eve", .get, path).status == 404)
            #expect(await fixture.call("eve", .get, "/api/batches?project_id=\(fixture.project)").status == 404)
            #expect(await fixture.call("vera", .get, "/api/batches?project_id=\(fixture.project)").json["items"]?.array?.count == 1)
            #expect(await fixture.call("ana", .delete, path).status == 204)
            #expect(await fixture.call("vera", .get, path).status == 404)
        }
    }

    @Test(arguments: TestEngine.available) func tablesAreAsDeclared(_ engine: TestEngine) async throws {
        try await CurationFixture.with(engine) { fixture in
            let different = try await fixture.database.read { connection in
                let mine = Set(BatchesSchema.tables.map(\.name))
                return try SchemaInspector.differences(BatchesSchema.tables, connection).filter { line in mine.contains { line.hasPrefix($0) } }
            }
            #expect(different.isEmpty, "\(different)")
        }
    }
}
