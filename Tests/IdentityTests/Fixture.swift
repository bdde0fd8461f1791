import Core
import Database
import HTTPServer
import TestSupport

@testable import Identity

/// Identity over a fresh database behind a router, with a clock that tests turn.
struct Fixture: Sendable {
    let database: Database
    let identity: Identity
    let router: Router
    let time: TestClock

    /// One project table is enough for roles: the features that own it are not here.
    private static let projects = Migration(
        number: 300, name: "projects",
        up: "CREATE TABLE projects (id UUID PRIMARY KEY, is_public BIGINT NOT NULL)", down: "DROP TABLE projects")

    static func with(
        _ engine: TestEngine, isOpen: Bool = false, _ body: @Sendable (Fixture) async throws -> Void
    ) async throws {
        try await withDatabase(engine, migrations: IdentitySchema.migrations + [projects]) { database in
            let time = TestClock()
            let options = Identity.Options(
                secret: Array("a secret of thirty-two bytes at least".utf8), isOpen: isOpen,
                hasher: PasswordHasher(memory: 64, passes: 1, threads: 2, queueLimit: 64))
            let identity = Identity(
                database: database, options: options, projectOf: [.project: "SELECT id FROM projects WHERE id = $1"],
                clock: time.clock)
            let probe = Route.get("/api/probe/{project_id}", "Probe", tag: "Test", access: .project(.manager), answer: NoContent.self) {
                _ in NoContent()
            }
            var routing = RouterConfiguration()
            routing.clock = time.clock
            let router = try Router(identity.routes + [probe], authorizer: identity.authorizer, configuration: routing)
            try await body(Fixture(database: database, identity: identity, router: router, time: time))
        }
    }

    func register(_ name: String, invitation: String? = nil) async -> TestResponse {
        var body: JSON = ["username": .string(name), "email": .string("\(name)@example.org"), "password": "correct horse"]
        if let invitation, case .object(var object) = body {
            object["invitation"] = .string(invitation)
            body = .object(object)
        }
        return await router.test(.post, "/api/auth/register", json: body)
    }

    func token(_ name: String, password: String = "correct horse") async throws -> String {
        let answer = await router.test(.post, "/api/auth/login", json: ["username": .string(name), "password": .string(password)])
        guard let token = answer.json["access_token"]?.string else { throw FoveaError(.unauthenticated, answer.text) }
        return token
    }

    func bearer(_ token: String) -> Headers { ["Authorization": "Bearer \(token)"] }
}

final class TestClock: Sendable {
    private let now = Lock(Timestamp(seconds: 1_800_000_000))
    var clock: WallClock { WallClock { [now] in now.withLock { $0 } } }
    func advance(_ duration: Duration) { now.withLock { $0 = $0.advanced(by: duration) } }
}
