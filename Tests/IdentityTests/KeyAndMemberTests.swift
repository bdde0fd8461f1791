import Core
import Database
import HTTPServer
import TestSupport
import Testing

@testable import Identity

@Suite struct KeyAndMemberTests {
    @Test(arguments: TestEngine.available) func keysAreShownOnceScopedAndRevoked(_ engine: TestEngine) async throws {
        try await Fixture.with(engine) { fixture in
            _ = await fixture.register("ada")
            let headers = fixture.bearer(try await fixture.token("ada"))
            let made = await fixture.router.test(.post, "/api/api-keys", headers: headers, json: ["name": "ci", "scopes": ["read"]])
            let key = try #require(made.json["key"]?.string), id = try #require(made.json["id"]?.string)
            let listed = await fixture.router.test(.get, "/api/api-keys", headers: headers)
            #expect(!listed.text.contains(key) && listed.text.contains(String(key.prefix(12))))
            #expect(await fixture.router.test(.get, "/api/auth/me", headers: fixture.bearer(key)).status == 200)
            let write = await fixture.router.test(.patch, "/api/auth/me", headers: fixture.bearer(key), json: ["username": "adb"])
            #expect(write.status == 403 && write.text.contains("scope"))
            #expect(await fixture.router.test(.get, "/api/users", headers: fixture.bearer(key)).status == 403)
            #expect(await fixture.router.test(.delete, "/api/api-keys/\(id)", headers: headers).status == 204)
            #expect(await fixture.router.test(.get, "/api/auth/me", headers: fixture.bearer(key)).status == 401)
        }
    }

    @Test(arguments: TestEngine.available) func keysHaveNoMoreThanTheirScopes(_ engine: TestEngine) async throws {
        try await Fixture.with(engine, isOpen: true) { fixture in
            for name in ["root", "ada"] { _ = await fixture.register(name) }
            let project = ID.make()
            try await fixture.database.write { try $0.execute("INSERT INTO projects (id, is_public) VALUES ($1, 0)", project) }
            let headers = fixture.bearer(try await fixture.token("root"))
            func key(_ scopes: JSON) async -> (Headers, String) {
                let made = await fixture.router.test(.post, "/api/api-keys", headers: headers, json: ["name": "k", "scopes": scopes]).json
                return (fixture.bearer(made["key"]?.string ?? ""), made["id"]?.string ?? "")
            }
            let (writes, id) = await key(["read", "write"]), (administers, _) = await key(["read", "write", "admin"])
            // The administrator's power over every project is what the scope is for.
            #expect(await fixture.router.test(.get, "/api/probe/\(project)", headers: writes).status == 404)
            #expect(await fixture.router.test(.get, "/api/probe/\(project)", headers: administers).status == 204)
            #expect(await fixture.router.test(.get, "/api/users", headers: writes).status == 403)
            // No key reaches what its owner signs in by.
            for bearer in [writes, administers] {
                #expect(await fixture.router.test(.patch, "/api/auth/me", headers: bearer, json: ["username": "mallory"]).status == 403)
                #expect(await fixture.router.test(.post, "/api/api-keys", headers: bearer, json: ["name": "more"]).status == 403)
                #expect(await fixture.router.test(.delete, "/api/api-keys/\(id)", headers: bearer).status == 403)
                let sessions = await fixture.router.test(.get, "/api/auth/sessions", headers: bearer).json["items"]?.array ?? []
                #expect(!sessions.isEmpty)
                for session in sessions {
                    let path = "/api/auth/sessions/\(session["id"]?.string ?? "")"
                    #expect(await fixture.router.test(.delete, path, headers: bearer).status == 403)
                }
            }
        }
    }

    @Test(arguments: TestEngine.available) func rolesDecideAndAStrangerSeesNothing(_ engine: TestEngine) async throws {
        try await Fixture.with(engine, isOpen: true) { fixture in
            let project = ID.make()
            for name in ["root", "ada", "bob", "eve"] { _ = await fixture.register(name) }
            try await fixture.database.write { connection in
                try connection.execute("INSERT INTO projects (id, is_public) VALUES ($1, 0)", project)
                let ada = try UserStore.find(connection, named: "ada").orGone()
                try MemberStore.insert(connection, project, ada.id, .owner, at: Timestamp(seconds: 1))
            }
            let ada = fixture.bearer(try await fixture.token("ada")), bob = fixture.bearer(try await fixture.token("bob"))
            let probe = "/api/probe/\(project)", members = "/api/projects/\(project)/members"
            #expect(await fixture.router.test(.get, probe).status == 401)
            #expect(await fixture.router.test(.get, probe, headers: bob).status == 404)
            #expect(await fixture.router.test(.get, probe, headers: ada).status == 204)
            let added = await fixture.router.test(.post, members, headers: ada, json: ["username": "BOB", "role": "annotator"])
            #expect(added.status == 201)
            let bobID = try #require(added.json["user_id"]?.string)
            #expect(await fixture.router.test(.get, probe, headers: bob).status == 403)
            #expect(await fixture.router.test(.post, members, headers: bob, json: ["username": "eve", "role": "owner"]).status == 403)
            #expect(await fixture.router.test(.patch, "\(members)/\(bobID)", headers: ada, json: ["role": "manager"]).status == 200)
            #expect(await fixture.router.test(.get, probe, headers: bob).status == 204)
            #expect(
                await fixture.router.test(.post, members, headers: ada, json: ["username": "nobody", "role": "viewer"]).json["errors"]?.array?.first?[
                    "field"]?.string == "username")
            #expect(await fixture.router.test(.delete, "\(members)/\(bobID)", headers: bob).status == 204)
            #expect(await fixture.router.test(.get, probe, headers: bob).status == 404)
            let root = fixture.bearer(try await fixture.token("root"))
            #expect(await fixture.router.test(.post, members, headers: ada, json: ["username": "bob", "role": "reviewer"]).status == 201)
            func emails(_ headers: Headers) async -> [String: String?] {
                let items = await fixture.router.test(.get, members, headers: headers).json["items"]?.array ?? []
                return Dictionary(uniqueKeysWithValues: items.map { ($0["username"]?.string ?? "", $0["email"]?.string) })
            }
            let all = ["ada": "ada@example.org", "bob": "bob@example.org"]
            #expect(await emails(ada) == all)
            #expect(await emails(root) == all)
            #expect(await emails(bob) == ["ada": nil, "bob": "bob@example.org"])
            #expect(await fixture.router.test(.get, probe, headers: root).status == 204)
        }
    }

    @Test(arguments: TestEngine.available) func aProjectKeepsAnOwner(_ engine: TestEngine) async throws {
        try await Fixture.with(engine, isOpen: true) { fixture in
            let project = ID.make()
            _ = await fixture.register("root")
            let made = await fixture.register("ada")
            let adaID = try #require(made.json["id"]?.string)
            try await fixture.database.write { connection in
                try connection.execute("INSERT INTO projects (id, is_public) VALUES ($1, 1)", project)
                try MemberStore.insert(connection, project, ID(adaID) ?? project, .owner, at: Timestamp(seconds: 1))
            }
            let ada = fixture.bearer(try await fixture.token("ada")), path = "/api/projects/\(project)/members/\(adaID)"
            #expect(await fixture.router.test(.patch, path, headers: ada, json: ["role": "viewer"]).status == 409)
            #expect(await fixture.router.test(.delete, path, headers: ada).status == 409)
        }
    }
}
