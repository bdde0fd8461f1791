import Core
import Database
import HTTPServer
import Testing
import TestSupport

@testable import JobQueue

/// Signs in whoever the header names, with the roles of one project.
private struct Door: Authorizer {
    let project: ID
    let roles: [ID: Role]

    func authenticate(_ request: HTTPRequest) async throws -> Principal? {
        guard let text = request.headers["X-User"], let id = ID(text) else { return nil }
        return Principal(userID: id, username: "somebody", isAdministrator: false, means: .bearer)
    }

    func grant(_ principal: Principal, _ kind: ResourceKind, _ id: ID) async throws -> Grant? {
        guard kind == .project, id == project, let role = roles[principal.userID] else { return nil }
        return Grant(role: role, projectID: id)
    }
}

@Suite struct JobRoutesTests {
    private let project = ID.make()
    private let author = ID.make(), manager = ID.make(), viewer = ID.make(), stranger = ID.make()

    private func router(_ bench: Bench) throws -> Router {
        let members = [author, manager, viewer]
        let routes = JobRoutes(database: bench.database, queue: bench.queue, log: bench.log) { [project] _, user in
            members.contains(user) ? [project] : []
        }
        return try Router(
            routes.routes, authorizer: Door(project: project, roles: [author: .annotator, manager: .manager, viewer: .viewer]))
    }

    private func add(_ bench: Bench, _ kind: String = "training", by user: ID? = nil, ofNoProject: Bool = false) async throws -> ID {
        let job = NewJob(kind: kind, title: "t", projectID: ofNoProject ? nil : project, userID: user ?? author)
        return try await bench.database.write { [bench] in try bench.queue.enqueue($0, job) }
    }

    private func asked(_ router: Router, _ method: HTTPMethod, _ path: String, by user: ID?) async -> TestResponse {
        await router.test(method, path, headers: user.map { ["X-User": $0.description] } ?? Headers())
    }

    @Test(arguments: TestEngine.available) func jobsAreSeenByTheirAuthorAndTheProject(_ engine: TestEngine) async throws {
        try await withBench(engine) { bench in
            let router = try router(bench)
            let id = try await add(bench)
            for (user, status) in [(author, 200), (manager, 200), (viewer, 200), (stranger, 404)] {
                #expect(await asked(router, .get, "/api/jobs/\(id)", by: user).status == status)
                #expect(await asked(router, .get, "/api/jobs/\(id)/logs", by: user).status == status)
            }
            #expect(await asked(router, .get, "/api/jobs/\(id)", by: nil).status == 401)
            #expect(await asked(router, .get, "/ws/jobs/\(id)", by: stranger).status == 404)
            #expect(await asked(router, .post, "/api/jobs/\(id)/cancel", by: viewer).status == 403)
            #expect(await asked(router, .post, "/api/jobs/\(id)/cancel", by: stranger).status == 404)
            let cancelled = await asked(router, .post, "/api/jobs/\(id)/cancel", by: author)
            #expect(cancelled.status == 200 && cancelled.json["status"] == "CANCELLED")
            #expect(await asked(router, .post, "/api/jobs/\(id)/cancel", by: manager).status == 409)
            #expect(await asked(router, .post, "/api/jobs/\(id)/retry", by: manager).json["status"] == "QUEUED")
            let logs = await asked(router, .get, "/api/jobs/\(id)/logs?offset=1", by: author).json
            #expect(logs["next_offset"] == 2 && logs["items"]?.array?.first?["data"]?["status"] == "QUEUED")
        }
    }

    /// A job outlasts its author's membership; what they may do with it does not.
    @Test(arguments: TestEngine.available) func whoLeftAProjectHasLostItsJobs(_ engine: TestEngine) async throws {
        try await withBench(engine) { bench in
            let router = try router(bench)
            let left = try await add(bench, by: stranger)
            for path in ["", "/logs"] { #expect(await asked(router, .get, "/api/jobs/\(left)\(path)", by: stranger).status == 404) }
            for verb in ["cancel", "retry"] { #expect(await asked(router, .post, "/api/jobs/\(left)/\(verb)", by: stranger).status == 404) }
            #expect(await asked(router, .get, "/ws/jobs/\(left)", by: stranger).status == 404)
            #expect(await asked(router, .get, "/api/jobs?kind=all", by: stranger).json["items"] == [])

            // To start again what managers alone may start, one must be one still.
            let own = try await add(bench)
            #expect(await asked(router, .post, "/api/jobs/\(own)/cancel", by: author).status == 200)
            #expect(await asked(router, .post, "/api/jobs/\(own)/retry", by: author).status == 403)

            let alone = try await add(bench, by: stranger, ofNoProject: true)
            #expect(await asked(router, .get, "/api/jobs/\(alone)", by: stranger).status == 200)
            #expect(await asked(router, .get, "/api/jobs/\(alone)", by: manager).status == 404)
            #expect(await asked(router, .get, "/api/jobs?kind=all", by: stranger).json["items"]?.array?.count == 1)
        }
    }

    @Test(arguments: TestEngine.available) func listsPageAndFilter(_ engine: TestEngine) async throws {
        try await withBench(engine) { bench in
            let router = try router(bench)
            var ids: [ID] = []
            for _ in 0..<5 { ids.append(try await add(bench)) }
            let inference = try await add(bench, "inference")
            func items(_ query: String, by user: ID) async -> [String] {
                await asked(router, .get, "/api/jobs\(query)", by: user).json["items"]?.array?.compactMap { $0["id"]?.string } ?? ["none"]
            }
            #expect(await items("", by: author) == [inference.description])
            #expect(await items("?kind=all", by: viewer).count == 6)
            #expect(await items("?kind=all", by: stranger) == [])
            #expect(await items("?kind=all&project_id=\(project)", by: viewer).count == 6)
            #expect(await asked(router, .get, "/api/jobs?project_id=\(project)", by: stranger).status == 404)
            let first = await asked(router, .get, "/api/jobs?kind=training&limit=3", by: author).json
            let cursor = try #require(first["next_cursor"]?.string)
            let second = await asked(router, .get, "/api/jobs?kind=training&limit=3&cursor=\(cursor)", by: author).json
            #expect(second["items"]?.array?.count == 2 && second["next_cursor"] == .null)
            #expect(await asked(router, .get, "/api/jobs?limit=0&status=x", by: author).status == 422)
        }
    }
}
