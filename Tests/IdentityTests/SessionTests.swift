import Core
import HTTPServer
import TestSupport
import Testing

@testable import Identity

@Suite struct SessionTests {
    @Test(arguments: TestEngine.available) func signingOutEndsTheToken(_ engine: TestEngine) async throws {
        try await Fixture.with(engine) { fixture in
            _ = await fixture.register("ada")
            let headers = fixture.bearer(try await fixture.token("ada@example.org"))
            #expect(await fixture.router.test(.get, "/api/auth/me", headers: headers).json["username"]?.string == "ada")
            #expect(await fixture.router.test(.post, "/api/auth/logout", headers: headers).status == 204)
            #expect(await fixture.router.test(.get, "/api/auth/me", headers: headers).status == 401)
        }
    }

    @Test(arguments: TestEngine.available) func sessionsEndByThemselves(_ engine: TestEngine) async throws {
        try await Fixture.with(engine) { fixture in
            _ = await fixture.register("ada")
            let headers = fixture.bearer(try await fixture.token("ada"))
            fixture.time.advance(.seconds(8 * 3600 + 1))
            #expect(await fixture.router.test(.get, "/api/auth/me", headers: headers).status == 401)
        }
    }

    @Test(arguments: TestEngine.available) func aCookieNeedsItsTokenToChangeAnything(_ engine: TestEngine) async throws {
        try await Fixture.with(engine) { fixture in
            _ = await fixture.register("ada")
            let login = await fixture.router.test(
                .post, "/api/auth/login", json: ["username": "ada", "password": "correct horse", "cookie": true])
            let cookie = try #require(login.headers["Set-Cookie"])
            #expect(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"))
            let pair = String(cookie.prefix { $0 != ";" })
            let me = await fixture.router.test(.get, "/api/auth/me", headers: ["Cookie": pair])
            let csrf = try #require(me.json["csrf_token"]?.string)
            let name: JSON = ["name": "key"]
            let without = await fixture.router.test(.post, "/api/api-keys", headers: ["Cookie": pair], json: name)
            #expect(without.status == 403)
            let with = await fixture.router.test(
                .post, "/api/api-keys", headers: ["Cookie": pair, "X-CSRF-Token": csrf, "Origin": "http://localhost:8000"], json: name)
            #expect(with.status == 201)
            let foreign = await fixture.router.test(
                .post, "/api/api-keys", headers: ["Cookie": pair, "X-CSRF-Token": csrf, "Origin": "https://evil.example"], json: name)
            #expect(foreign.status == 403)
        }
    }

    @Test(arguments: TestEngine.available) func aNewPasswordSignsOutEverywhereElse(_ engine: TestEngine) async throws {
        try await Fixture.with(engine) { fixture in
            _ = await fixture.register("ada")
            let here = fixture.bearer(try await fixture.token("ada")), there = fixture.bearer(try await fixture.token("ada"))
            let wrong: JSON = ["password": "battery staple", "current_password": "no"]
            #expect(await fixture.router.test(.patch, "/api/auth/me", headers: here, json: wrong).status == 422)
            let right: JSON = ["password": "battery staple", "current_password": "correct horse"]
            #expect(await fixture.router.test(.patch, "/api/auth/me", headers: here, json: right).status == 200)
            #expect(await fixture.router.test(.get, "/api/auth/me", headers: here).status == 200)
            #expect(await fixture.router.test(.get, "/api/auth/me", headers: there).status == 401)
            _ = try await fixture.token("ada", password: "battery staple")
        }
    }

    @Test(arguments: TestEngine.available) func guessingIsSlowedForAccountAndRemembered(_ engine: TestEngine) async throws {
        try await Fixture.with(engine) { fixture in
            _ = await fixture.register("ada")
            func attempt(_ password: JSON) async -> TestResponse {
                await fixture.router.test(.post, "/api/auth/login", json: ["username": "ada", "password": password])
            }
            for _ in 0..<5 { #expect(await attempt("wrong").status == 401) }
            let blocked = await attempt("correct horse")
            #expect(blocked.status == 429)
            #expect(blocked.headers["Retry-After"] == "2")
            fixture.time.advance(.seconds(3))
            #expect(await attempt("correct horse").status == 200)
            #expect(await attempt("wrong").status == 401)
        }
    }

    @Test func tokensOfAnotherKeyAlgorithmOrTimeAreNothing() {
        let key = Array("key".utf8), now = Timestamp(seconds: 1000)
        let token = SessionToken(sessionID: .make(), userID: .make(), expires: Timestamp(seconds: 2000))
        let text = token.signed(with: key)
        #expect(SessionToken(text, key: key, now: now) == token)
        #expect(SessionToken(text, key: Array("other".utf8), now: now) == nil)
        #expect(SessionToken(text, key: key, now: Timestamp(seconds: 2000)) == nil)
        let parts = text.split(separator: ".")
        let none = Base64URL.encode(Array(#"{"alg":"none","typ":"JWT"}"#.utf8))
        #expect(SessionToken("\(none).\(parts[1]).", key: key, now: now) == nil)
        #expect(SessionToken("\(none).\(parts[1]).\(parts[2])", key: key, now: now) == nil)
        for junk in ["", ".", "..", "a.b.c", String(repeating: "x", count: 5000)] { #expect(SessionToken(junk, key: key, now: now) == nil) }
    }

    @Test func theThrottleDoublesAndForgets() {
        let start = Timestamp(seconds: 0)
        var throttle = LoginThrottle(failures: 0, lastAt: start)
        for _ in 0..<5 { throttle = throttle.failed(at: start) }
        #expect(throttle.wait(free: 5, now: start) == 2)
        #expect(throttle.failed(at: start).wait(free: 5, now: start) == 4)
        for _ in 0..<40 { throttle = throttle.failed(at: start) }
        #expect(throttle.wait(free: 5, now: start) == 900)
        #expect(throttle.wait(free: 5, now: Timestamp(seconds: 3600)) == nil)
        #expect(throttle.failed(at: Timestamp(seconds: 3601)).failures == 1)
    }
}
