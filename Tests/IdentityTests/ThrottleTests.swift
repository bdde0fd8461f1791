import Core
import Database
import HTTPServer
import TestSupport
import Testing

@testable import Identity

@Suite struct ThrottleTests {
    private func attempt(
        _ fixture: Fixture, _ name: String = "ada", _ password: String = "wrong", _ path: String = "/api/auth/login",
        from address: String = "203.0.113.1"
    ) async -> TestResponse {
        await fixture.router.test(
            .post, path, json: ["username": .string(name), "password": .string(password)], remoteAddress: address, isLoopback: false)
    }

    @Test(arguments: TestEngine.available) func ofManyGuessesAtOnceNoMoreComeThroughThanInARow(_ engine: TestEngine) async throws {
        try await Fixture.with(engine) { fixture in
            _ = await fixture.register("ada")
            let statuses = await withTaskGroup(of: Int.self) { group in
                for _ in 0..<18 { group.addTask { await attempt(fixture).status } }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses.count { $0 == 401 } == 5)
            #expect(statuses.count { $0 == 429 } == 13)
        }
    }

    @Test(arguments: TestEngine.available) func aStrangersFailuresDoNotKeepTheOwnerOut(_ engine: TestEngine) async throws {
        try await Fixture.with(engine) { fixture in
            _ = await fixture.register("ada")
            for _ in 0..<6 { _ = await attempt(fixture, from: "198.51.100.7") }
            #expect(await attempt(fixture, from: "198.51.100.7").status == 429)
            #expect(await attempt(fixture, "ada", "correct horse").status == 200)
            // Many strangers reach the limit of the name, which is for addresses that the owner never used.
            for stranger in 0..<20 {
                for _ in 0..<5 { _ = await attempt(fixture, from: "192.0.2.\(stranger)") }
            }
            #expect(await attempt(fixture, "ada", "correct horse", from: "192.0.2.99").status == 429)
            #expect(await attempt(fixture, "ada", "correct horse").status == 200)
        }
    }

    @Test(arguments: TestEngine.available) func throttlingTellsNothingOfAccounts(_ engine: TestEngine) async throws {
        try await Fixture.with(engine) { fixture in
            _ = await fixture.register("ada")
            for _ in 0..<5 { #expect(await attempt(fixture, "ada").status == 401) }
            // The e-mail address of the same account and a name that nobody has go on alike.
            #expect(await attempt(fixture, "ada@example.org").status == 401)
            #expect(await attempt(fixture, "nobody").status == 401)
            #expect(await attempt(fixture, "ADA").status == 429)
        }
    }

    @Test(arguments: TestEngine.available) func allWaysOfSigningInShareOneBucket(_ engine: TestEngine) async throws {
        try await Fixture.with(engine) { fixture in
            _ = await fixture.register("ada")
            var answers: [TestResponse] = []
            for index in 0..<40 {
                answers.append(await attempt(fixture, "ada", "correct horse", ["/api/auth/login", "/api/v1/users/login"][index % 2]))
            }
            // A bucket each would let all of them through.
            #expect(answers.map(\.status) == Array(repeating: 200, count: 20) + Array(repeating: 429, count: 20))
        }
    }

    @Test(arguments: TestEngine.available) func oldFailuresAreForgottenAndRightAttemptsCountForNothing(_ engine: TestEngine) async throws {
        try await Fixture.with(engine) { fixture in
            _ = await fixture.register("ada")
            for name in ["a", "b", "c"] { _ = await attempt(fixture, name) }
            fixture.time.advance(.seconds(3601))
            #expect(await attempt(fixture, "ada", "correct horse").status == 200)
            let left = try await fixture.database.read { connection in
                try connection.query("SELECT failures FROM login_failures") { try $0.int(0) }
            }
            #expect(left.allSatisfy { $0 == 0 } && left.count == 2)
        }
    }

    @Test(arguments: TestEngine.available) func aNewPasswordEndsThePause(_ engine: TestEngine) async throws {
        try await Fixture.with(engine) { fixture in
            _ = await fixture.register("ada")
            for _ in 0..<6 { _ = await attempt(fixture) }
            try await fixture.identity.accounts.resetPassword(of: "ada", to: "battery staple")
            #expect(await attempt(fixture, "ada", "battery staple").status == 200)
        }
    }

    @Test(arguments: TestEngine.available) func anotherSiteCannotSignSomebodyIn(_ engine: TestEngine) async throws {
        try await Fixture.with(engine) { fixture in
            _ = await fixture.register("ada")
            func login(_ headers: Headers, cookie: Bool) async -> TestResponse {
                await fixture.router.test(
                    .post, "/api/auth/login", headers: headers,
                    json: ["username": "ada", "password": "correct horse", "cookie": .bool(cookie)])
            }
            for foreign: Headers in [["Origin": "https://evil.example"], ["Origin": "null"], ["Sec-Fetch-Site": "cross-site"]] {
                let answer = await login(foreign, cookie: true)
                #expect(answer.status == 403 && answer.headers["Set-Cookie"] == nil)
            }
            #expect(await login(["Origin": "http://localhost:8000"], cookie: true).headers["Set-Cookie"] != nil)
            // A program of another origin that asks for a token gets no cookie, so that nothing is forged.
            #expect(await login(["Origin": "https://evil.example"], cookie: false).status == 200)
        }
    }

    @Test func anIPv6SubscriberIsOneAddress() {
        #expect(ThrottleSubject.network(of: "2001:db8:1:2:3::4") == "2001:db8:1:2::/64")
        #expect(ThrottleSubject.network(of: "203.0.113.1") == "203.0.113.1")
        #expect(ThrottleSubject.network(of: "::1") == "::1")
        #expect(ThrottleSubject.network(of: "::ffff:203.0.113.1") == "::ffff:203.0.113.1")
    }
}
