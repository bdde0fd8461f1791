import Core
import HTTPServer
import Testing

@testable import Library

@Suite struct ViewTests {
    @Test(arguments: Ground.available) func viewsAreSavedSharedAndChanged(_ ground: Ground) async throws {
        try await ImageFixture.with(ground) { fixture in
            try await fixture.share(with: "bob", as: .annotator)
            let path = "/api/projects/\(fixture.project)/views"
            func names(_ user: String) async -> [String] {
                (await fixture.call(user, .get, path).json["items"]?.array ?? []).compactMap { $0["name"]?.string }
            }
            func save(_ user: String, _ body: JSON) async -> TestResponse { await fixture.call(user, .post, path, body) }
            let mine = await save("ana", ["name": "To do", "query": ["status": "NEW", "sort": "-width"], "density": "large"])
            #expect(mine.status == 201 && mine.json["query"]?["status"] == "NEW" && mine.json["query"]?["sort"] == "-width", "\(mine.text)")
            let shared = await save("bob", ["name": "Shared", "query": ["is_null": true], "is_shared": true])
            #expect(await names("ana") == ["Shared", "To do"])
            #expect(await names("bob") == ["Shared"])
            let mineID = mine.json["id"]?.string ?? "", sharedID = shared.json["id"]?.string ?? ""
            #expect(await fixture.call("bob", .patch, "/api/views/\(mineID)", ["name": "x"]).status == 404)
            #expect(await fixture.call("bob", .delete, "/api/views/\(mineID)").status == 404)
            #expect(await fixture.call("eve", .delete, "/api/views/\(sharedID)").status == 404)
            // A manager may change what is shared; only a manager says what everybody sees first.
            #expect(await fixture.call(.patch, "/api/views/\(sharedID)", ["name": "For all", "is_default": true]).json["is_default"] == true)
            #expect(await save("bob", ["name": "y", "is_shared": true, "is_default": true]).status == 403)
            // One default each.
            let second = await save("ana", ["name": "Second", "is_default": true])
            #expect(await fixture.call(.patch, "/api/views/\(mineID)", ["is_default": true]).status == 200)
            let list = await fixture.call(.get, path).json["items"]?.array ?? []
            #expect(Set(list.filter { $0["is_default"] == true }.compactMap { $0["name"]?.string }) == ["For all", "To do"])
            #expect(await fixture.call(.delete, "/api/views/\(second.json["id"]?.string ?? "")").status == 204)
            let wrong = await save("ana", ["name": " ", "query": ["status": "LATER", "min_width": "x"], "density": "huge"])
            #expect(wrong.status == 422 && wrong.json["errors"]?.array?.count == 4, "\(wrong.text)")
        }
    }
}
