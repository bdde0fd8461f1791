import Core
import TestSupport
import Testing

@testable import Library

@Suite struct ProjectRouteTests {
    @Test(arguments: TestEngine.available) func aProjectIsMadeSeenChangedAndDeletedByItsRoles(_ engine: TestEngine) async throws {
        try await LibraryFixture.with(engine) { fixture in
            for name in ["ada", "bob"] { try await fixture.signUp(name) }
            let project = try await fixture.project(of: "ada")
            let path = "/api/projects/\(project.id)"
            #expect((await fixture.call("bob", .get, path)).status == 404)
            #expect((await fixture.call("bob", .get, "/api/projects")).json["items"]?.array?.isEmpty == true)
            _ = await fixture.call("ada", .patch, path, ["is_public": true])
            #expect((await fixture.call("bob", .get, path)).json["role"]?.string == "viewer")
            #expect((await fixture.call("bob", .patch, path, ["name": "Mine"])).status == 403)
            _ = await fixture.call("ada", .post, "\(path)/members", ["username": "bob", "role": "manager"])
            #expect((await fixture.call("bob", .patch, path, ["name": "Ours"])).json["name"]?.string == "Ours")
            #expect((await fixture.call("bob", .patch, path, ["is_public": false])).status == 403)
            #expect((await fixture.call("bob", .delete, path)).status == 403)
            let image = try await fixture.image(in: project.id)
            _ = await fixture.call(
                "bob", .patch, "/api/images/\(image)/annotations", ["ops": [create(.make(), label: project.labels[0], box(1, 1))]])
            #expect((await fixture.call("ada", .delete, path)).status == 204)
            #expect((await fixture.call("ada", .get, path)).status == 404)
        }
    }

    @Test(arguments: TestEngine.available) func listsGoNewestFirstInPages(_ engine: TestEngine) async throws {
        try await LibraryFixture.with(engine) { fixture in
            for index in 0..<5 { _ = await fixture.call("root", .post, "/api/projects", ["name": .string("p\(index)")]) }
            let first = (await fixture.call("root", .get, "/api/v1/projects/?limit=3")).json
            #expect(first["items"]?.array?.compactMap { $0["name"]?.string } == ["p4", "p3", "p2"])
            let cursor = first["next_cursor"]?.string ?? ""
            let second = (await fixture.call("root", .get, "/api/projects?limit=3&cursor=\(cursor)")).json
            #expect(second["items"]?.array?.compactMap { $0["name"]?.string } == ["p1", "p0"])
            #expect(second["next_cursor"]?.isNull == true)
            #expect((await fixture.call("root", .get, "/api/projects?text=P3")).json["items"]?.array?.count == 1)
        }
    }

    @Test(arguments: TestEngine.available) func labelsHaveOneNameEachAndStayWhileUsed(_ engine: TestEngine) async throws {
        try await LibraryFixture.with(engine) { fixture in
            let project = try await fixture.project(of: "root"), image = try await fixture.image(in: project.id)
            let again = await fixture.call("root", .post, "/api/projects/\(project.id)/labels", ["name": "a"])
            #expect(again.status == 409)
            #expect(again.json["errors"]?.array?.first?["field"]?.string == "name")
            let id = ID.make(), path = "/api/images/\(image)/annotations"
            _ = await fixture.call("root", .patch, path, ["ops": [create(id, label: project.labels[0], box(1, 1))]])
            let label = "/api/labels/\(project.labels[0])"
            #expect((await fixture.call("root", .delete, label)).status == 409)
            _ = await fixture.call("root", .patch, path, ["ops": [["action": "delete", "id": .string(id.description), "version": 1]]])
            #expect((await fixture.call("root", .delete, label)).status == 204)
            let skeleton: JSON = ["keypoints": ["head", "tail"], "edges": [[0, 5]]]
            let wrong = await fixture.call(
                "root", .patch, "/api/labels/\(project.labels[1])", ["color": "red", "skeleton": skeleton])
            #expect(Set(wrong.json["errors"]?.array?.compactMap { $0["field"]?.string } ?? []) == ["color", "skeleton.edges[0]"])
            let cleared = await fixture.call("root", .patch, "/api/labels/\(project.labels[1])", ["hotkey": nil, "color": "#ABCDEF"])
            #expect(cleared.json["hotkey"]?.isNull == true && cleared.json["color"]?.string == "#abcdef")
        }
    }

    @Test(arguments: TestEngine.available) func tagsGoOnManyImagesOfOneProjectOnly(_ engine: TestEngine) async throws {
        try await LibraryFixture.with(engine) { fixture in
            let project = try await fixture.project(of: "root"), other = try await fixture.project(of: "root")
            let images = [try await fixture.image(in: project.id, 1), try await fixture.image(in: project.id, 2)]
            let foreign = try await fixture.image(in: other.id, 3)
            let tag = (await fixture.call("root", .post, "/api/projects/\(project.id)/tags", ["name": "blurred"])).json["id"] ?? .null
            let ids = JSON.array(images.map { .string($0) })
            let put = await fixture.call("root", .patch, "/api/images/tags", ["image_ids": ids, "add": [tag]])
            #expect(put.json["updated"]?.int == 2)
            let mixed = await fixture.call(
                "root", .patch, "/api/images/tags", ["image_ids": [.string(images[0]), .string(foreign)], "add": [tag]])
            #expect(mixed.status == 422)
            #expect((await fixture.call("root", .patch, "/api/images/tags", ["image_ids": [.string(ID.make().description)]])).status == 404)
            let listed = (await fixture.call("root", .get, "/api/projects/\(project.id)/tags")).json["items"]?.array
            #expect(listed?.first?["image_count"]?.int == 2)
        }
    }

    @Test(arguments: TestEngine.available) func commentsAreTheirAuthorsOrAReviewers(_ engine: TestEngine) async throws {
        try await LibraryFixture.with(engine) { fixture in
            for name in ["ada", "bob"] { try await fixture.signUp(name) }
            let project = try await fixture.project(of: "ada"), image = try await fixture.image(in: project.id)
            _ = await fixture.call("ada", .post, "/api/projects/\(project.id)/members", ["username": "bob", "role": "annotator"])
            let made = await fixture.call("ada", .post, "/api/images/\(image)/comments", ["body": "Is this one?", "point": [4, 5]])
            #expect(made.status == 201 && made.json["author"]?.string == "ada")
            let path = "/api/comments/\(made.json["id"]?.string ?? "")"
            #expect((await fixture.call("bob", .patch, path, ["body": "No"])).status == 403)
            #expect((await fixture.call("ada", .patch, path, ["resolved": true])).json["resolved_at"]?.string != nil)
            #expect((await fixture.call("ada", .delete, path)).status == 204)
        }
    }

    @Test(arguments: TestEngine.available) func statisticsCountWhatIsThere(_ engine: TestEngine) async throws {
        try await LibraryFixture.with(engine) { fixture in
            let project = try await fixture.project(of: "root")
            let image = try await fixture.image(in: project.id, 1)
            _ = try await fixture.image(in: project.id, 2)
            let ops = [box(0, 0, 20, 10), box(5, 5, 10, 20)].map { create(.make(), label: project.labels[0], $0) }
            _ = await fixture.call("root", .patch, "/api/images/\(image)/annotations", ["ops": .array(ops)])
            let stats = (await fixture.call("root", .get, "/api/projects/\(project.id)/stats")).json
            #expect(stats["images"]?.int == 2 && stats["annotations"]?.int == 2 && stats["unlabeled"]?.int == 1)
            #expect(stats["by_status"]?["IN_PROGRESS"]?.int == 1 && stats["by_status"]?["DONE"]?.int == 0)
            #expect(stats["by_label"]?.array?.first?["annotations"]?.int == 2)
            #expect(stats["by_label"]?.array?.first?["images"]?.int == 1)
            #expect(stats["box_aspect"]?["counts"]?.array?.compactMap(\.int).reduce(0, +) == 2)
        }
    }

    @Test(arguments: TestEngine.available) func trainersFindTheSameProjectsUnderTheirWord(_ engine: TestEngine) async throws {
        try await LibraryFixture.with(engine) { fixture in
            try await fixture.signUp("ada")
            let made = await fixture.call("root", .post, "/api/v1/datasets/", ["name": "Cells", "class_names": ["a", "b"]])
            let id = made.json["id"]?.string ?? "", image = try await fixture.image(in: id)
            #expect(made.status == 201 && made.json["label_count"]?.int == 2)
            #expect((await fixture.call("root", .get, "/api/projects/\(id)")).json["name"]?.string == "Cells")
            #expect((await fixture.call("root", .get, "/api/datasets")).json["items"]?.array?.count == 1)
            let label = (await fixture.call("root", .get, "/api/projects/\(id)/labels")).json["items"]?.array?.first?["id"]?.string ?? ""
            let path = "/api/datasets/\(id)/images/\(image)/annotations"
            let body: JSON = ["ops": [create(.make(), label: label, box(1, 2))]]
            #expect((await fixture.call("root", .patch, path, body)).status == 200)
            #expect((await fixture.call("root", .get, path)).json == (await fixture.call("root", .get, "/api/images/\(image)/annotations")).json)
            #expect((await fixture.call("ada", .patch, path, body)).status == 404)
        }
    }
}
