import Core
import Database
import Engine
import HTTPServer
import Identity
import TestSupport

@testable import fovea

/// The whole program over a fresh database and directory, without a socket: the routes that people get, all of them.
struct AppFixture: Sendable {
    let application: Application
    var router: Router { application.router }

    static func with(_ body: (AppFixture) async throws -> Void) async throws {
        try await withTemporaryDirectory { directory in
            let configuration = Configuration(flags: ["FOVEA_DATA": directory, "FOVEA_LOG_LEVEL": "error"])
            let secret = Array("a secret of thirty-two bytes at least".utf8)
            let settings = Settings(configuration: configuration, dataDirectory: directory, secret: secret)
            let foundations = try Foundations.open(settings, publicURL: "http://localhost:8000")
            defer { foundations.database.close() }
            try await foundations.migrate()
            let engine = EngineClient(path: "\(directory)/no-engine.sock", logger: .silent)
            let application = try Application(foundations, engine: engine, publicURL: "http://localhost:8000")
            try await body(AppFixture(application: application))
        }
    }

    /// Makes an account (the first is administrator) and signs it in.
    func account(_ name: String) async throws -> Headers {
        _ = try await application.identity.accounts.create(
            username: name, email: "\(name)@example.org", password: "correct horse battery", isAdministrator: false)
        let answer = await router.test(.post, "/api/auth/login", json: ["username": .string(name), "password": "correct horse battery"])
        guard let token = answer.json["access_token"]?.string else { throw FoveaError(.unauthenticated, answer.text) }
        return ["Authorization": "Bearer \(token)"]
    }

    func make(_ path: String, as headers: Headers, _ body: JSON) async throws -> JSON {
        let answer = await router.test(.post, path, headers: headers, json: body)
        guard answer.status < 300 else { throw FoveaError(.invalid, "\(path): \(answer.text)") }
        return answer.json
    }
}
