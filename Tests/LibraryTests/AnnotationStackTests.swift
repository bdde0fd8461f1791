import Core
import TestSupport
import Testing

@testable import Library

/// `z_order`: written, kept by edits that do not name it, part of the history, bounded.
@Suite struct AnnotationStackTests {
    @Test(arguments: TestEngine.available) func thePlaceInTheStackIsKeptThroughEveryEdit(_ engine: TestEngine) async throws {
        try await LibraryFixture.with(engine) { fixture in
            let project = try await fixture.project(of: "root"), image = try await fixture.image(in: project.id)
            let path = "/api/images/\(image)/annotations", id = ID.make()
            func patch(_ action: String, _ version: Int?, _ more: JSON) async -> JSON {
                var operation = more.object ?? JSONObject()
                operation["action"] = .string(action)
                operation["id"] = .string(id.description)
                if let version { operation["version"] = .int(Int64(version)) }
                return await fixture.call("root", .patch, path, ["ops": [.object(operation)]]).json["annotations"]?.array?.first ?? .null
            }
            let made = create(id, label: project.labels[0], box(1, 2))
            #expect(await patch("create", nil, made)["z_order"]?.int == 0, "0 unless told")
            #expect(await patch("update", 1, ["z_order": 7])["z_order"]?.int == 7)
            let moved = await patch("update", 2, ["geometry": box(5, 6)])
            #expect(moved["z_order"]?.int == 7 && moved["version"]?.int == 3)
            #expect(await patch("update", 2, ["z_order": 7])["version"]?.int == 3, "equal to what is stored: nothing happens")
            _ = await patch("delete", 3, [:])
            var raised = made.object ?? JSONObject()
            raised["z_order"] = -3
            #expect(await patch("create", 4, .object(raised))["z_order"]?.int == -3, "brought back as it was asked for")
            let items = (await fixture.call("root", .get, path)).json["items"]?.array
            #expect(items?.map { $0["z_order"]?.int } == [-3])
            let history = (await fixture.call("root", .get, "\(path)/history")).json["items"]?.array
            #expect(history?.map { $0["after"]?["z_order"]?.int } == [-3, 7, 7, 7, 0])
        }
    }

    @Test(arguments: TestEngine.available) func madeAtOnceTheyKeepTheOrderInWhichTheyWereNamed(_ engine: TestEngine) async throws {
        try await LibraryFixture.with(engine) { fixture in
            let project = try await fixture.project(of: "root"), image = try await fixture.image(in: project.id)
            let path = "/api/images/\(image)/annotations", ids = (0..<30).map { _ in ID.make() }.shuffled()
            let ops = ids.map { create($0, label: project.labels[0], box(1, 2)) }
            _ = await fixture.call("root", .patch, path, ["ops": .array(ops)])
            let items = (await fixture.call("root", .get, path)).json["items"]?.array
            #expect(items?.map { $0["id"]?.string } == ids.map(\.description))
        }
    }

    @Test func filesCarryItAsAnAttribute() {
        let read = StackAttribute.taken(from: JSONObject([("shy", true), ("z_order", 4)]))
        #expect(read.zOrder == 4 && read.attributes == JSONObject([("shy", true)]))
        #expect(StackAttribute.added(read.attributes, zOrder: 4)["z_order"]?.int == 4)
        #expect(StackAttribute.added(read.attributes, zOrder: 0) == read.attributes)
        for wrong: JSON in ["4", 1.5, 5_000_000_000, .null] {
            let odd = JSONObject([("z_order", wrong)])
            #expect(StackAttribute.taken(from: odd).zOrder == 0 && StackAttribute.taken(from: odd).attributes == odd)
        }
        #expect(StackAttribute.added(JSONObject([("z_order", "mine")]), zOrder: 4)["z_order"]?.string == "mine")
    }

    @Test(arguments: TestEngine.available) func onlyWholeNumbersWithinReasonAreTaken(_ engine: TestEngine) async throws {
        try await LibraryFixture.with(engine) { fixture in
            let project = try await fixture.project(of: "root"), image = try await fixture.image(in: project.id)
            let path = "/api/images/\(image)/annotations"
            for wrong: JSON in [1.5, "top", 2_000_000_000, -2_000_000_000, [1]] {
                var operation = create(.make(), label: project.labels[0], box(1, 2)).object ?? JSONObject()
                operation["z_order"] = wrong
                let answer = await fixture.call("root", .patch, path, ["ops": [.object(operation)]])
                #expect(answer.status == 422, "\(wrong)")
                #expect(answer.json["errors"]?.array?.first?["field"]?.string == "ops[0].z_order")
            }
            #expect((await fixture.call("root", .get, path)).json["items"]?.array?.isEmpty == true)
        }
    }
}
