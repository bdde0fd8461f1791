import Core
import Database
import Embedding
import HTTPServer
import ImageCodecs
import Pixels
import TestSupport
import Testing

@testable import Curation

/// Vectors from choosing a model to finding what is alike, on both databases.
@Suite struct EmbeddingTests {
    /// A disc of one colour on a ground of another, somewhere.
    private static func disc(_ red: UInt8, _ green: UInt8, _ blue: UInt8, at shift: Int) throws -> [UInt8] {
        let pixels = PixelBuffer(width: 120, height: 90, channels: 3) { out in
            for index in 0..<120 * 90 {
                let (x, y) = (index % 120 - 50 - shift, index / 120 - 45)
                let isDisc = x * x + y * y < 1500
                let colour: [UInt8] = isDisc ? [red, green, blue] : [40, 40, 44]
                for channel in 0..<3 { out[index * 3 + channel] = colour[channel] }
            }
        }
        return try ImageEncoder.encode(pixels, as: .png(compression: 1))
    }

    private static func names(_ answer: TestResponse) -> [String] {
        (answer.json["items"]?.array ?? []).compactMap { $0["image"]?["filename"]?.string }
    }

    @Test(arguments: TestEngine.available) func imagesAreDescribedAndFound(_ engine: TestEngine) async throws {
        try await CurationFixture.with(engine) { fixture in
            let path = "/api/projects/\(fixture.project)/embedding"
            var ids: [String] = []
            for shift in 0..<3 {
                ids.append(try await fixture.upload("red\(shift).png", try Self.disc(220, 30, 30, at: shift)))
                ids.append(try await fixture.upload("green\(shift).png", try Self.disc(30, 200, 60, at: shift)))
            }
            try await fixture.work()
            let none = await fixture.call("vera", .get, path)
            #expect(none.json["model"]?.isNull == true && none.json["image_count"]?.int == 6)
            #expect(await fixture.call("vera", .get, "/api/images/\(ids[0])/similar").status == 409)

            let model = none.json["models"]?.array?.first?["id"] ?? .null
            #expect(await fixture.call("vera", .put, path, ["model_id": model]).status == 403)
            #expect(await fixture.call("eve", .put, path, ["model_id": model]).status == 404)
            #expect(await fixture.call("ana", .put, path, ["model_id": .string(ID.make().description)]).status == 422)
            let chosen = await fixture.call("ana", .put, path, ["model_id": model])
            #expect(chosen.status == 202 && chosen.json["job_id"]?.string != nil)
            try await fixture.work()
            let state = await fixture.call("vera", .get, path)
            #expect(state.json["embedded_count"]?.int == 6 && state.json["failed_count"]?.int == 0 && state.json["job_id"]?.isNull == true)

            let like = await fixture.call("vera", .get, "/api/images/\(ids[0])/similar?limit=2")
            #expect(Set(Self.names(like)) == ["red1.png", "red2.png"])
            #expect(await fixture.call("eve", .get, "/api/images/\(ids[0])/similar").status == 404)

            // One more arrives: its vector is made without anybody's doing.
            let late = try await fixture.upload("red9.png", try Self.disc(221, 30, 30, at: 0))
            try await fixture.work()
            let again = await fixture.call("vera", .get, "/api/images/\(ids[0])/similar?limit=1")
            #expect(Self.names(again) == ["red9.png"])
            // In the bin it is not found.
            #expect(await fixture.call("ana", .delete, "/api/images/\(late)").status == 204)
            #expect(Self.names(await fixture.call("ana", .get, "/api/images/\(ids[0])/similar?limit=6")).contains("red9.png") == false)
        }
    }

    @Test(arguments: TestEngine.available) func vectorsAreStoredOnceAndMadeOnlyWhereTheyLack(_ engine: TestEngine) async throws {
        try await CurationFixture.with(engine) { fixture in
            let path = "/api/projects/\(fixture.project)/embedding"
            let image = try await fixture.upload("a.png", try Self.disc(200, 0, 0, at: 0))
            let model: JSON = ["model_id": .string(Embedder.descriptorID.description)]
            _ = await fixture.call("ana", .put, path, model)
            try await fixture.work()
            let before = try await fixture.database.read {
                try $0.query("SELECT image_id, position, vector FROM image_vectors") { (try $0.id(0), try $0.int(1), try $0.bytes(2)) }
            }
            #expect(before.count == 1 && before[0].0.description == image && before[0].2.count == Descriptor.dimension * 4)
            let expected = Descriptor.of(try ImageDecoder.decode(try Self.disc(200, 0, 0, at: 0)))
            #expect(try FloatBytes.floats(before[0].2) == expected)

            _ = await fixture.call("ana", .put, path, model)
            _ = try await fixture.upload("b.png", try Self.disc(0, 200, 0, at: 0))
            try await fixture.work()
            let after = try await fixture.database.read {
                try $0.query("SELECT position FROM image_vectors ORDER BY position") { try $0.int(0) }
            }
            #expect(after == [1, 2])
        }
    }

    @Test(arguments: TestEngine.available) func searchTakesPicturesAndParts(_ engine: TestEngine) async throws {
        try await CurationFixture.with(engine) { fixture in
            let search = "/api/projects/\(fixture.project)/search/similar"
            let red = try await fixture.upload("red.png", try Self.disc(220, 30, 30, at: 0))
            _ = try await fixture.upload("green.png", try Self.disc(30, 200, 60, at: 0))
            _ = await fixture.call(
                "ana", .put, "/api/projects/\(fixture.project)/embedding", ["model_id": .string(Embedder.descriptorID.description)])
            try await fixture.work()
            let picture = await fixture.send(search, fields: ["limit": "1"], file: try Self.disc(30, 200, 60, at: 2))
            #expect(Self.names(picture) == ["green.png"], "\(picture.text)")
            let region: JSON = ["x": 30, "y": 20, "width": 40, "height": 50]
            let part = await fixture.call("vera", .post, search, ["image_id": .string(red), "region": region, "limit": 1])
            #expect(Self.names(part) == ["red.png"])
            let whole = await fixture.call("vera", .post, search, ["image_id": .string(red)])
            #expect(Self.names(whole) == ["green.png"])

            // What is wrong is said, all of it.
            let words = await fixture.call("ana", .post, search, ["text": "a red disc"])
            #expect(words.status == 409 && words.text.contains("CLIP"))
            #expect(await fixture.call("ana", .post, search, [:]).status == 422)
            #expect(await fixture.call("ana", .post, search, ["text": "x", "image_id": .string(red)]).status == 422)
            #expect(await fixture.call("ana", .post, search, ["image_id": .string(ID.make().description)]).status == 404)
            let wrong = await fixture.call("ana", .post, search, ["image_id": 7, "limit": 0, "region": ["x": "a"]])
            #expect(wrong.status == 422 && (wrong.json["errors"]?.array?.count ?? 0) >= 3)
            #expect(await fixture.call("eve", .post, search, ["image_id": .string(red)]).status == 404)
            #expect(await fixture.send(search, fields: [:], file: Array("no picture".utf8)).status == 415)
            #expect(await fixture.send(search, fields: ["limit": "many"], file: nil).status == 422)
        }
    }

    /// An image takes its vector along to another project: there it is found, here no more.
    @Test(arguments: TestEngine.available) func movedImagesAreFoundWhereTheyAre(_ engine: TestEngine) async throws {
        try await CurationFixture.with(engine) { fixture in
            let model: JSON = ["model_id": .string(Embedder.descriptorID.description)]
            let red = try await fixture.upload("red.png", try Self.disc(220, 30, 30, at: 0))
            let other = try await fixture.upload("other.png", try Self.disc(210, 30, 30, at: 1))
            _ = await fixture.call("ana", .put, "/api/projects/\(fixture.project)/embedding", model)
            try await fixture.work()
            let there = await fixture.call("ana", .post, "/api/projects", ["name": "There", "task_type": "DETECTION"]).json["id"]?.string ?? ""
            let moved = await fixture.call(
                "ana", .post, "/api/projects/\(fixture.project)/images/bulk",
                ["action": "move", "image_ids": [.string(red), .string(other)], "target_project_id": .string(there)])
            #expect(moved.status < 300, "\(moved.text)")
            try await fixture.work()
            _ = await fixture.call("ana", .put, "/api/projects/\(there)/embedding", model)
            try await fixture.work()
            let state = await fixture.call("ana", .get, "/api/projects/\(there)/embedding")
            #expect(state.json["embedded_count"]?.int == 2, "\(state.text)")
            #expect(Self.names(await fixture.call("ana", .get, "/api/images/\(red)/similar")) == ["other.png"])
            let here = await fixture.call("ana", .get, "/api/projects/\(fixture.project)/embedding")
            #expect(here.json["embedded_count"]?.int == 0 && here.json["image_count"]?.int == 0)
        }
    }

    @Test(arguments: TestEngine.available) func tablesAreAsDeclared(_ engine: TestEngine) async throws {
        try await CurationFixture.with(engine) { fixture in
            let different = try await fixture.database.read { connection in
                let mine = Set(EmbeddingsSchema.tables.map(\.name))
                return try SchemaInspector.differences(EmbeddingsSchema.tables, connection).filter { line in mine.contains { line.hasPrefix($0) } }
            }
            #expect(different.isEmpty, "\(different)")
        }
    }
}

extension CurationFixture {
    /// A form with fields and a file.
    func send(_ path: String, fields: [String: String], file: [UInt8]?) async -> TestResponse {
        var form: [UInt8] = []
        for (name, value) in fields { form += "--xx\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n".utf8 }
        if let file {
            form += "--xx\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\n\r\n".utf8
            form += file + Array("\r\n".utf8)
        }
        form += "--xx--\r\n".utf8
        let headers: Headers = ["Authorization": "Bearer \(token("ana"))", "Content-Type": "multipart/form-data; boundary=xx"]
        return await router.test(.post, path, headers: headers, body: .chunks([form]))
    }
}
