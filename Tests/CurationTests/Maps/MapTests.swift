import Core
import Database
import HTTPServer
import ImageCodecs
import Library
import Pixels
import TestSupport
import Testing

@testable import Curation

/// Maps from the first image to the colours of the points, on both databases.
@Suite struct MapTests {
    private static func square(_ colour: [UInt8], _ shift: Int) throws -> [UInt8] {
        let pixels = PixelBuffer(width: 64, height: 64, channels: 3) { out in
            for index in 0..<64 * 64 {
                let isInside = (index % 64 + shift) % 64 < 30
                for channel in 0..<3 { out[index * 3 + channel] = isInside ? colour[channel] : 40 }
            }
        }
        return try ImageEncoder.encode(pixels, as: .png(compression: 1))
    }

    /// Eight red images, then eight blue ones.
    private static func upload(_ fixture: CurationFixture) async throws -> [String] {
        var ids: [String] = []
        for shift in 0..<8 { ids.append(try await fixture.upload("red\(shift).png", try square([220, 30, UInt8(20 + shift)], shift))) }
        for shift in 0..<8 { ids.append(try await fixture.upload("blue\(shift).png", try square([30, UInt8(40 + shift), 220], shift))) }
        try await fixture.work()
        return ids
    }

    private static func numbers(_ json: JSON?) -> [Double] { (json?.array ?? []).compactMap(\.double) }
    private static func texts(_ json: JSON?) -> [String] { (json?.array ?? []).compactMap(\.string) }

    /// The name of each image's class.
    private static func classes(_ map: JSON, _ answer: TestResponse) -> [String: String] {
        let names = (answer.json["legend"]?.array ?? []).compactMap { $0["name"]?.string }
        let places = (answer.json["classes"]?.array ?? []).compactMap { $0.int.map(Int.init) }
        return Dictionary(uniqueKeysWithValues: zip(texts(map["ids"]), places.map { $0 < 0 ? "gone" : names[$0] }))
    }

    @Test(arguments: TestEngine.available) func alikeImagesLieTogether(_ engine: TestEngine) async throws {
        try await CurationFixture.with(engine) { fixture in
            let path = "/api/projects/\(fixture.project)/embedding-map"
            #expect(await fixture.call("ana", .post, path, [:]).status == 409, "without images")
            let ids = try await Self.upload(fixture)
            let none = await fixture.call("vera", .get, path)
            #expect(none.status == 200 && none.json["version"]?.isNull == true && none.json["ids"]?.isNull == true, "\(none.text)")
            #expect(await fixture.call("vera", .get, "\(path)/colours").status == 404)

            #expect(await fixture.call("vera", .post, path, [:]).status == 403)
            #expect(await fixture.call("eve", .post, path, [:]).status == 404)
            #expect(await fixture.call("eve", .get, path).status == 404)
            #expect(await fixture.call("eve", .get, "\(path)/colours").status == 404)
            #expect(await fixture.call("ana", .post, path, ["model_id": .string(ID.make().description)]).status == 422)
            let begun = await fixture.call("ana", .post, path, [:])
            #expect(begun.status == 202 && begun.json["job_id"]?.string != nil, "\(begun.text)")
            #expect(await fixture.call("ana", .post, path, [:]).status == 409, "one at a time")
            #expect(await fixture.call("vera", .get, path).json["job_id"] == begun.json["job_id"])
            try await fixture.work()

            let map = await fixture.call("vera", .get, path)
            #expect(map.json["method"]?.string == "tsne" && map.json["point_count"]?.int == 16 && map.json["new_count"]?.int == 0, "\(map.text)")
            let order = Self.texts(map.json["ids"])
            #expect(order.sorted() == ids.sorted())
            let (x, y) = (Self.numbers(map.json["x"]), Self.numbers(map.json["y"]))
            try #require(x.count == 16 && y.count == 16)
            #expect((x + y).allSatisfy { (0...1).contains($0) })
            for a in 0..<16 {
                let nearest = (0..<16).filter { $0 != a }.min { i, j in
                    (x[i] - x[a]) * (x[i] - x[a]) + (y[i] - y[a]) * (y[i] - y[a]) < (x[j] - x[a]) * (x[j] - x[a]) + (y[j] - y[a]) * (y[j] - y[a])
                }
                let isRed = { (place: Int) in ids.prefix(8).contains(order[place]) }
                #expect(nearest.map(isRed) == isRed(a), "image \(a) lies beside \(nearest ?? -1)")
            }
            let state = await fixture.call("vera", .get, "\(path)?points=false")
            #expect(state.json["ids"]?.isNull == true && state.json["version"] == map.json["version"])

            _ = try await fixture.upload("late.png", try Self.square([30, 220, 30], 0))
            #expect(await fixture.call("vera", .get, "\(path)?points=false").json["new_count"]?.int == 1)
        }
    }

    @Test(arguments: TestEngine.available) func pointsAreColouredByWhatIsKnown(_ engine: TestEngine) async throws {
        try await CurationFixture.with(engine) { fixture in
            let path = "/api/projects/\(fixture.project)/embedding-map"
            let ids = try await Self.upload(fixture)
            _ = await fixture.call("ana", .post, path, [:])
            try await fixture.work()
            let map = await fixture.call("vera", .get, path).json
            func colours(_ query: String) async -> TestResponse { await fixture.call("vera", .get, "\(path)/colours?\(query)") }

            let bulk = "/api/projects/\(fixture.project)/images/bulk"
            let few = JSON.array(ids.prefix(3).map { .string($0) })
            _ = await fixture.call("ana", .post, bulk, ["image_ids": few, "action": "split", "split": "val"])
            let split = Self.classes(map, await colours("by=split"))
            #expect(ids.map { split[$0] } == Array(repeating: "Validation", count: 3) + Array(repeating: "No split", count: 13))

            // Two objects of the second label outweigh one of the first; a prediction is not a label.
            var labels: [JSON] = []
            for name in ["cat", "dog"] {
                labels.append(
                    await fixture.call("ana", .post, "/api/projects/\(fixture.project)/labels", ["name": .string(name)]).json["id"] ?? .null)
            }
            func box(_ image: String, _ label: JSON, predicted: Bool = false) async {
                let made: JSON = [
                    "action": "create", "id": .string(ID.make().description), "label_id": label, "is_prediction": .bool(predicted),
                    "geometry": ["type": "box", "x": 1, "y": 1, "width": 20, "height": 20],
                ]
                let answer = await fixture.call("ana", .patch, "/api/images/\(image)/annotations", ["ops": [made]])
                #expect(answer.status == 200, "\(answer.text)")
            }
            for label in [labels[0], labels[1], labels[1]] { await box(ids[0], label) }
            await box(ids[1], labels[0])
            await box(ids[2], labels[1], predicted: true)
            let byLabel = await colours("by=label")
            let label = Self.classes(map, byLabel)
            #expect(label[ids[0]] == "dog" && label[ids[1]] == "cat" && label[ids[2]] == "No label", "\(byLabel.text)")
            #expect(byLabel.json["legend"]?.array?.first?["count"]?.int == 1 && byLabel.json["legend"]?.array?.first?["color"]?.string != nil)
            let predicted = Self.classes(map, await colours("by=prediction"))
            #expect(predicted[ids[2]] == "dog" && predicted[ids[0]] == "No prediction")

            let quality = await colours("by=quality&metric=colorfulness")
            #expect(quality.status == 200 && quality.json["is_scale"]?.bool == true, "\(quality.text)")
            let counted = (quality.json["legend"]?.array ?? []).compactMap { $0["count"]?.int }
            #expect(counted.reduce(0, +) == 16)

            let embedding = "/api/projects/\(fixture.project)/embedding"
            let model = await fixture.call("ana", .get, embedding).json["models"]?.array?.first?["id"] ?? .null
            #expect(Set(Self.classes(map, await colours("by=coverage")).values) == ["Not counted"])
            _ = await fixture.call("ana", .put, embedding, ["model_id": model])
            try await fixture.work()
            _ = await fixture.call("ana", .post, "/api/projects/\(fixture.project)/coverage")
            try await fixture.work()
            let unique = await colours("by=coverage&metric=representativeness")
            #expect(unique.json["is_scale"]?.bool == true && !unique.text.contains("Not counted"), "\(unique.text)")

            #expect(await colours("by=group").status == 404, "there is no batch")
            let batch = await fixture.call(
                "ana", .post, "/api/batches", ["project_id": .string(fixture.project), "batch_name": "All", "image_ids": few])
            let moves: JSON = ["moves": [["image_id": .string(ids[0]), "group_label": "reds"]]]
            _ = await fixture.call("ana", .put, "/api/batches/\(batch.json["id"]?.string ?? "")/groups", moves)
            let group = Self.classes(map, await colours("by=group"))
            #expect(group[ids[0]] == "reds" && group[ids[1]] == "In no group")

            _ = await fixture.call("ana", .post, bulk, ["image_ids": [.string(ids[5])], "action": "bin"])
            #expect(Self.classes(map, await colours("by=status"))[ids[5]] == "gone")

            #expect(await colours("by=colour").status == 422)
            #expect(await colours("by=quality&metric=brisque;drop").status == 422)
            #expect(await colours("version=\(ID.make())").status == 409)
            #expect(await colours("by=group&batch_id=\(ID.make())").status == 404)
        }
    }

    @Test(arguments: TestEngine.available) func theTableIsAsItIsDeclared(_ engine: TestEngine) async throws {
        try await CurationFixture.with(engine) { fixture in
            let differences = try await fixture.database.read { connection in
                let mine = Set(MapsSchema.tables.map(\.name))
                return try SchemaInspector.differences(MapsSchema.tables, connection).filter { line in mine.contains { line.hasPrefix($0) } }
            }
            #expect(differences.isEmpty, "\(differences)")
        }
    }
}
