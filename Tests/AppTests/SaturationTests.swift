import Foundation
import FoundationNetworking
import HTTPServer
import Testing

@testable import Core

/// With every thread for blocking calls blocked and every queue full, the server still answers what needs none of them, and
/// turns the rest away at once instead of piling up. Alone in its process (scripts/test): it stops all that is in it.
@Suite struct SaturationTests {
    @Test func healthAnswersAndTheRestIsTurnedAway() async throws {
        try await AppFixture.with { fixture in
            let ada = try await fixture.account("ada")
            let router = fixture.router
            #expect(await router.test(.get, "/api/projects", headers: ada).status == 200)
            let server = try LiveServer.start(ServerConfiguration(.tcp(host: "127.0.0.1", port: 0)), router: router)
            let executors = ExecutorRegister.all
            #expect(
                Set(executors.map(\.name)).isSuperset(of: ["the database's readers", "the database's writer", "disk", "sign-in", "the image engine"]))
            let gate = Gate()
            for executor in executors { while executor.submit({ gate.wait() }) {} }

            for _ in 0..<20 { #expect(await router.test(.get, "/api/health").status == 200) }
            let url = try #require(URL(string: "http://127.0.0.1:\(server.port)/api/health"))
            #expect(try await (URLSession.shared.data(from: url).1 as? HTTPURLResponse)?.statusCode == 200)
            for (method, path) in [(HTTPMethod.get, "/api/projects"), (.post, "/api/auth/login")] {
                let refused = await router.test(
                    method, path, headers: ada, json: method == .post ? ["username": "ada", "password": "correct horse battery"] : nil)
                #expect(refused.status == 503 && refused.headers["retry-after"] != nil, "\(path)")
            }
            let figures = await router.test(.get, "/metrics").text
            #expect(figures.contains(#"fovea_executor_waiting{executor="the database's writer"}"#))

            gate.open()
            while await router.test(.get, "/api/projects", headers: ada).status == 503 { try await Task.sleep(for: .milliseconds(10)) }
            #expect(await router.test(.get, "/api/projects", headers: ada).status == 200)
            await server.stop()
        }
    }
}

/// Keeps threads until it is opened.
///
/// `@unchecked Sendable`: `isOpen` is touched only under `condition`.
private final class Gate: @unchecked Sendable {
    private let condition = NSCondition()
    private var isOpen = false

    func wait() {
        condition.lock()
        while !isOpen { condition.wait() }
        condition.unlock()
    }

    func open() {
        condition.lock()
        isOpen = true
        condition.broadcast()
        condition.unlock()
    }
}
