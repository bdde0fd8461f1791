import Core
import TestSupport
import Testing

@testable import Library

@Suite struct AnnotationRouteTests {
    @Test(arguments: TestEngine.available) func editsAreAllOrNothingCountedAndKeptAsHistory(_ engine: TestEngine) async throws {
        try await LibraryFixture.with(engine) { fixture in
            let project = try await fixture.project(of: "root"), image = try await fixture.image(in: project.id)
            let path = "/api/images/\(image)/annotations", first = ID.make(), second = ID.make()
            let made = await fixture.call(
                "root", .patch, path,
                ["ops": [create(first, label: project.labels[0], box(1, 2)), create(second, label: project.labels[1], box(630, 470, 50, 50))]])
            #expect(made.status == 200)
            #expect(made.json["annotations"]?.array?.count == 2)
            // The second reached over the edge: it is cut to the image.
            #expect(made.json["annotations"]?.array?.last?["geometry"]?["width"]?.double == 10)

            let mixed = await fixture.call(
                "root", .patch, path,
                [
                    "ops": [
                        ["action": "delete", "id": .string(first.description), "version": 1],
                        ["action": "update", "id": .string(second.description), "version": 7, "geometry": box(5, 5)],
                    ]
                ])
            #expect(mixed.status == 409)
            #expect(mixed.json["annotations"]?.array?.first?["version"]?.int == 1)
            #expect((await fixture.call("root", .get, path)).json["items"]?.array?.count == 2)

            let moved = await fixture.call(
                "root", .patch, path,
                ["ops": [["action": "update", "id": .string(second.description), "version": 1, "label_id": .string(project.labels[0])]]])
            #expect(moved.json["annotations"]?.array?.first?["version"]?.int == 2)
            let deleted = await fixture.call(
                "root", .patch, path, ["ops": [["action": "delete", "id": .string(first.description), "version": 1]]])
            #expect(deleted.json["annotations"]?.array?.isEmpty == true)

            let labels = (await fixture.call("root", .get, "/api/projects/\(project.id)/labels")).json["items"]?.array
            #expect(labels?.map { $0["annotation_count"]?.int } == [1, 0])
            let shown = (await fixture.call("root", .get, "/api/projects/\(project.id)")).json
            #expect(shown["annotation_count"]?.int == 1)
            let history = (await fixture.call("root", .get, "\(path)/history")).json["items"]?.array
            #expect(history?.compactMap { $0["action"]?.string } == ["delete", "update", "create", "create"])
            #expect(history?.first?["username"]?.string == "root")
        }
    }

    @Test(arguments: TestEngine.available) func sendingTwiceIsSendingOnce(_ engine: TestEngine) async throws {
        try await LibraryFixture.with(engine) { fixture in
            let project = try await fixture.project(of: "root"), image = try await fixture.image(in: project.id)
            let path = "/api/images/\(image)/annotations"
            let body: JSON = ["ops": [create(.make(), label: project.labels[0], box(1, 2))]]
            let first = await fixture.call("root", .patch, path, body), again = await fixture.call("root", .patch, path, body)
            #expect(first.status == 200 && again.status == 200)
            #expect(first.json == again.json)
            #expect((await fixture.call("root", .get, "\(path)/history")).json["items"]?.array?.count == 1)
        }
    }

    @Test(arguments: TestEngine.available) func twoWritersAtOnceLoseNothing(_ engine: TestEngine) async throws {
        try await LibraryFixture.with(engine) { fixture in
            let project = try await fixture.project(of: "root"), image = try await fixture.image(in: project.id)
            let path = "/api/images/\(image)/annotations", id = ID.make()
            _ = await fixture.call("root", .patch, path, ["ops": [create(id, label: project.labels[0], box(0, 0))]])
            let answers = await withTaskGroup(of: Int.self) { group in
                for index in 1...8 {
                    let operation: JSON = [
                        "action": "update", "id": .string(id.description), "version": 1, "geometry": box(Double(index), 0),
                    ]
                    group.addTask { (await fixture.call("root", .patch, path, ["ops": [operation]])).status }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.filter { $0 == 200 }.count == 1)
            #expect(answers.filter { $0 == 409 }.count == 7)
        }
    }

    @Test(arguments: TestEngine.available) func wrongInputNamesItsPlaceAndWritesNothing(_ engine: TestEngine) async throws {
        try await LibraryFixture.with(engine) { fixture in
            let project = try await fixture.project(of: "root"), image = try await fixture.image(in: project.id)
            let path = "/api/images/\(image)/annotations"
            let answer = await fixture.call(
                "root", .patch, path,
                [
                    "ops": [
                        create(.make(), label: project.labels[0], box(1, 1)),
                        create(.make(), label: project.labels[0], ["type": "box", "x": "left", "y": 1, "width": 0, "height": 2]),
                        ["action": "update", "id": .string(ID.make().description)],
                        ["action": "fly", "id": "x"],
                    ]
                ])
            #expect(answer.status == 422)
            let fields = Set(answer.json["errors"]?.array?.compactMap { $0["field"]?.string } ?? [])
            #expect(fields.isSuperset(of: ["ops[1].geometry.x", "ops[2].version", "ops[3].action", "ops[3].id"]))
            let outside = await fixture.call(
                "root", .patch, path,
                ["ops": [create(.make(), label: project.labels[0], box(900, 1)), create(.make(), label: ID.make().description, box(1, 1))]])
            #expect(outside.status == 422)
            #expect(outside.text.contains("ops[0].geometry") && outside.text.contains("ops[1].label_id"))
            #expect((await fixture.call("root", .get, path)).json["items"]?.array?.isEmpty == true)
        }
    }

    @Test(arguments: TestEngine.available) func anIdOfAnotherImageTellsNothing(_ engine: TestEngine) async throws {
        try await LibraryFixture.with(engine) { fixture in
            let project = try await fixture.project(of: "root")
            let one = try await fixture.image(in: project.id, 1), other = try await fixture.image(in: project.id, 2), id = ID.make()
            let body: JSON = ["ops": [create(id, label: project.labels[0], box(1, 2))]]
            _ = await fixture.call("root", .patch, "/api/images/\(one)/annotations", body)
            let answer = await fixture.call("root", .patch, "/api/images/\(other)/annotations", body)
            #expect(answer.status == 409)
            #expect(answer.json["annotations"] == nil)
        }
    }

    @Test(arguments: TestEngine.available) func longListsComeInPagesWithoutGapOrRepeat(_ engine: TestEngine) async throws {
        try await LibraryFixture.with(engine) { fixture in
            let project = try await fixture.project(of: "root"), image = try await fixture.image(in: project.id)
            let path = "/api/images/\(image)/annotations"
            let ops = (0..<25).map { create(.make(), label: project.labels[0], box(Double($0), 0)) }
            _ = await fixture.call("root", .patch, path, ["ops": .array(ops)])
            var seen: [String] = [], cursor = ""
            repeat {
                let page = (await fixture.call("root", .get, "\(path)?limit=10\(cursor)")).json
                seen += page["items"]?.array?.compactMap { $0["id"]?.string } ?? []
                cursor = page["next_cursor"]?.string.map { "&cursor=\($0)" } ?? ""
            } while !cursor.isEmpty
            #expect(seen.count == 25 && Set(seen).count == 25)
            #expect((await fixture.call("root", .get, "\(path)?cursor=nonsense")).status == 422)
            let many = await fixture.call("root", .get, "/api/projects/\(project.id)/annotations?image_id=\(image)")
            #expect(many.json["items"]?.array?.count == 25)
        }
    }
}
