import Core
import HTTPServer
import TestSupport
import Testing

@testable import Identity

@Suite struct AccountTests {
    @Test(arguments: TestEngine.available) func theFirstAccountAdministersAndThenTheDoorCloses(_ engine: TestEngine) async throws {
        try await Fixture.with(engine) { fixture in
            let first = await fixture.register("ada")
            #expect(first.status == 201)
            #expect(first.json["role"]?.string == "admin")
            #expect(first.json["csrf_token"] == nil)
            let second = await fixture.register("eve")
            #expect(second.status == 403)
            #expect(second.text.contains("invitation"))
        }
    }

    @Test(arguments: TestEngine.available) func fromAnotherMachineTheFirstAccountNeedsThePrintedToken(_ engine: TestEngine) async throws {
        try await Fixture.with(engine) { fixture in
            func attempt(_ token: String?) async -> TestResponse {
                var body = JSONObject([("username", "ada"), ("email", "ada@example.org"), ("password", "correct horse")])
                if let token { body["setup_token"] = .string(token) }
                return await fixture.router.test(
                    .post, "/api/auth/register", json: .object(body), remoteAddress: "203.0.113.9", isLoopback: false)
            }
            #expect(await attempt(nil).status == 403)
            #expect(await attempt("guess").json["errors"]?.array?.first?["field"]?.string == "setup_token")
            #expect(await attempt(fixture.identity.accounts.setupToken).status == 201)
        }
    }

    @Test(arguments: TestEngine.available) func ofTwoFirstAccountsAtOnceOneAdministers(_ engine: TestEngine) async throws {
        try await Fixture.with(engine, isOpen: true) { fixture in
            let answers = await withTaskGroup(of: TestResponse.self) { group in
                for index in 0..<6 { group.addTask { await fixture.register("user\(index)") } }
                return await group.reduce(into: []) { $0.append($1) }
            }
            let administrators = answers.filter { $0.json["role"]?.string == "admin" }
            #expect(administrators.count == 1)
        }
    }

    @Test(arguments: TestEngine.available) func anInvitationOpensTheDoorOnce(_ engine: TestEngine) async throws {
        try await Fixture.with(engine) { fixture in
            _ = await fixture.register("ada")
            let headers = fixture.bearer(try await fixture.token("ada"))
            let made = await fixture.router.test(.post, "/api/invitations", headers: headers, json: [:])
            let token = try #require(made.json["token"]?.string)
            #expect(await fixture.register("bob", invitation: token).status == 201)
            #expect(await fixture.register("eve", invitation: token).status == 403)
        }
    }

    @Test(arguments: TestEngine.available) func namesAreUniqueWhateverTheirCaseAndTheFieldIsNamed(_ engine: TestEngine) async throws {
        try await Fixture.with(engine, isOpen: true) { fixture in
            _ = await fixture.register("ada")
            let again = await fixture.register("ADA")
            #expect(again.status == 409)
            #expect(["username", "email"].contains(again.json["errors"]?.array?.first?["field"]?.string))
        }
    }

    @Test(arguments: TestEngine.available) func wrongInputNamesEveryField(_ engine: TestEngine) async throws {
        try await Fixture.with(engine) { fixture in
            let answer = await fixture.router.test(
                .post, "/api/auth/register", json: ["username": "a b", "email": "nowhere", "password": "short"])
            #expect(answer.status == 422)
            #expect(Set(answer.json["errors"]?.array?.compactMap { $0["field"]?.string } ?? []) == ["username", "email", "password"])
        }
    }

    @Test(arguments: TestEngine.available) func aPasswordInTheAddressIsRefusedWithTheReason(_ engine: TestEngine) async throws {
        try await Fixture.with(engine) { fixture in
            let answer = await fixture.router.test(.post, "/api/users/login?username=ada&password=x", json: ["username": "ada", "password": "x"])
            #expect(answer.status == 400)
            #expect(answer.text.contains("body"))
        }
    }

    @Test(arguments: TestEngine.available) func theLastAdministratorStays(_ engine: TestEngine) async throws {
        try await Fixture.with(engine, isOpen: true) { fixture in
            let ada = await fixture.register("ada"), bob = await fixture.register("bob")
            let headers = fixture.bearer(try await fixture.token("ada"))
            let id = try #require(ada.json["id"]?.string), bobID = try #require(bob.json["id"]?.string)
            #expect(await fixture.router.test(.patch, "/api/users/\(id)", headers: headers, json: ["role": "user"]).status == 409)
            #expect(await fixture.router.test(.patch, "/api/users/\(bobID)", headers: headers, json: ["is_superuser": true]).status == 200)
            #expect(await fixture.router.test(.patch, "/api/users/\(id)", headers: headers, json: ["role": "user"]).status == 200)
            #expect(await fixture.router.test(.get, "/api/users", headers: headers).status == 403)
        }
    }

    @Test func passwordsAreHashedAsPublishedAndVerified() async throws {
        let hasher = PasswordHasher()
        let hash = try await hasher.hash("correct horse")
        #expect(hash.hasPrefix("$argon2id$v=19$m=19456,t=2,p=1$"))
        #expect(try await hasher.verify("correct horse", against: hash))
        #expect(try await !hasher.verify("battery staple", against: hash))
        #expect(try await !hasher.verify("anything", against: nil))
    }
}
