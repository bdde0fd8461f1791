import Core
import HTTPServer
import TestSupport
import Testing

@testable import Library

@Suite struct CommentRouteTests {
    /// A project of `root` with `bob` as a viewer and `ana` as a reviewer; `eve` is a stranger to it.
    private func place(_ fixture: LibraryFixture) async throws -> (project: String, labels: [String], image: String) {
        for name in ["ana", "bob", "eve"] { try await fixture.signUp(name) }
        let project = try await fixture.project(of: "root")
        for (name, role) in [("ana", "reviewer"), ("bob", "viewer")] {
            let path = "/api/projects/\(project.id)/members"
            #expect(await fixture.call("root", .post, path, ["username": .string(name), "role": .string(role)]).status == 201)
        }
        return (project.id, project.labels, try await fixture.image(in: project.id))
    }

    private func count(_ fixture: LibraryFixture, _ image: String) async throws -> Int? {
        let id = try #require(ID(image))
        return try await fixture.database.read { try $0.integer("SELECT comment_count FROM images WHERE id = $1", id) }
    }

    @Test(arguments: TestEngine.available) func threadsAreAnsweredResolvedAndCounted(_ engine: TestEngine) async throws {
        try await LibraryFixture.with(engine) { fixture in
            let place = try await place(fixture), path = "/api/images/\(place.image)/comments"
            let first = await fixture.call("bob", .post, path, ["body": "Is this one cell?", "point": [10, 20.5]])
            #expect(first.status == 201 && first.json["point"] == [10, 20.5])
            let id = try #require(first.json["id"]?.string)
            let answer = await fixture.call("ana", .post, path, ["body": "Two.", "parent_id": .string(id)])
            #expect(answer.status == 201 && answer.json["parent_id"]?.string == id)
            #expect(try await count(fixture, place.image) == 2)

            let nested = await fixture.call("bob", .post, path, ["body": "Why?", "parent_id": answer.json["id"] ?? .null])
            #expect(nested.status == 422, "an answer is not answered")
            let own = await fixture.call("bob", .delete, "/api/comments/\(id)")
            #expect(own.status == 409 && own.text.contains("resolve it instead"), "others' answers do not go with it")

            let other = try #require(await fixture.call("root", .post, path, ["body": "Another thread"]).json["id"]?.string)
            #expect(await fixture.call("bob", .patch, "/api/comments/\(id)", ["resolved": true]).json["resolved_at"]?.string != nil)
            let open = (await fixture.call("bob", .get, "\(path)?unresolved=true")).json["items"]?.array
            #expect(open?.compactMap { $0["id"]?.string } ?? [] == [other])
            #expect(await fixture.call("bob", .patch, "/api/comments/\(id)", ["resolved": false]).json["resolved_at"] == .null)
            #expect((await fixture.call("bob", .get, "\(path)?unresolved=true")).json["items"]?.array?.count == 3)
            let refused = await fixture.call("ana", .patch, "/api/comments/\(answer.json["id"]?.string ?? "")", ["resolved": true])
            #expect(refused.status == 422)

            #expect(await fixture.call("ana", .delete, "/api/comments/\(id)").status == 204, "a reviewer may")
            #expect(try await count(fixture, place.image) == 1)
        }
    }

    @Test(arguments: TestEngine.available) func mentionsReachMembersAndAreReadOnce(_ engine: TestEngine) async throws {
        try await LibraryFixture.with(engine) { fixture in
            let place = try await place(fixture), path = "/api/images/\(place.image)/comments"
            let body: JSON = ["body": "@Ana and @eve, see what @bob. drew (@root too)"]
            let made = await fixture.call("root", .post, path, body)
            #expect(made.json["mentions"]?.array?.count == 2, "ana and bob: not eve, who is no member, and not oneself")
            let ana = (await fixture.call("ana", .get, "/api/comments?mentions=me&unread=true")).json
            #expect(ana["total"]?.int == 1)
            #expect(ana["items"]?.array?.first?["comment_id"] == made.json["id"])
            #expect(ana["items"]?.array?.first?["project_name"] == "Cells")
            #expect((await fixture.call("eve", .get, "/api/comments")).json["items"] == [])

            // Writing it again without a name takes the mention back; those who stay are not told twice.
            let id = try #require(made.json["id"]?.string)
            _ = await fixture.call("ana", .post, "/api/comments/read", ["comment_ids": [.string(id)]])
            let edited = await fixture.call("root", .patch, "/api/comments/\(id)", ["body": "@ana alone"])
            #expect(edited.json["mentions"]?.array?.count == 1)
            #expect((await fixture.call("ana", .get, "/api/comments?unread=true")).json["items"] == [])
            #expect((await fixture.call("ana", .get, "/api/comments")).json["items"]?.array?.first?["read_at"]?.string != nil)
            #expect((await fixture.call("bob", .get, "/api/comments")).json["items"] == [])

            // Another's mention cannot be marked; leaving the project ends it.
            _ = await fixture.call("root", .post, path, ["body": "@bob"])
            #expect((await fixture.call("eve", .post, "/api/comments/read", [:])).json["updated"]?.int == 0)
            #expect((await fixture.call("bob", .get, "/api/comments?unread=true")).json["total"]?.int == 1)
            let members = (await fixture.call("root", .get, "/api/projects/\(place.project)/members")).json["items"]?.array
            let bob = try #require(members?.first { $0["username"] == "bob" }?["user_id"]?.string)
            _ = await fixture.call("root", .delete, "/api/projects/\(place.project)/members/\(bob)")
            #expect((await fixture.call("bob", .get, "/api/comments")).json["items"] == [])
            #expect((await fixture.call("bob", .get, "/api/comments?mentions=everyone")).status == 422)
        }
    }

    @Test(arguments: TestEngine.available) func aCommentOutlivesItsAnnotationAndStaysInItsImage(_ engine: TestEngine) async throws {
        try await LibraryFixture.with(engine) { fixture in
            let place = try await place(fixture), path = "/api/images/\(place.image)/comments", object = ID.make()
            let annotations = "/api/images/\(place.image)/annotations"
            _ = await fixture.call("root", .patch, annotations, ["ops": [create(object, label: place.labels[0], box(1, 1))]])
            let made = await fixture.call("bob", .post, path, ["body": "Hm", "annotation_id": .string(object.description), "point": [5, 5]])
            #expect(made.status == 201)
            let op: JSON = ["action": "delete", "id": .string(object.description), "version": 1]
            _ = await fixture.call("root", .patch, annotations, ["ops": [op]])
            let kept = (await fixture.call("bob", .get, path)).json["items"]?.array
            #expect(kept?.first?["annotation_id"]?.string == object.description)

            let other = try await fixture.image(in: place.project, 3)
            let wrong: [JSON] = [
                ["body": "x", "point": [641, 1]], ["body": "x", "point": [1]], ["body": "x", "point": ["a", 1]], ["body": " "],
                ["body": "x", "annotation_id": .string(ID.make().description)], ["body": "x", "parent_id": "none"],
                ["body": "x", "parent_id": made.json["id"] ?? .null, "point": [1, 1]],
            ]
            for body in wrong { #expect(await fixture.call("bob", .post, path, body).status == 422, "\(body.text)") }
            let across = await fixture.call("bob", .post, "/api/images/\(other)/comments", ["body": "x", "parent_id": made.json["id"] ?? .null])
            #expect(across.status == 422)
            #expect(try await count(fixture, place.image) == 1)
        }
    }
}
