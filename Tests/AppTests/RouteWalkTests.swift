import Core
import Database
import HTTPServer
import Testing

@testable import fovea

/// Walks the table of routes as people who may not: whatever a feature adds is walked as well.
@Suite struct RouteWalkTests {
    /// Routes that ask for no account. A new one is a decision: it is written here.
    static let open: Set<String> = [
        "GET /api/auth/status", "POST /api/auth/register", "POST /api/auth/login", "POST /api/users/register", "POST /api/users/login",
        "GET /api/health", "GET /api/health/ready", "GET /metrics", "GET /openapi.json", "GET /docs", "GET /docs/docs.js", "GET /docs/docs.css",
        // A presigned address: its signature names the method, the file and the end.
        "GET /files/blobs/{digest}", "PUT /files/staging/{upload_id}",
    ]

    static func name(_ route: Route) -> String { "\(route.method.rawValue) \(route.pattern)" }

    /// The route's path with every parameter filled in.
    static func path(_ route: Route, _ value: (String) -> String) -> String {
        route.pattern.parameterNames.reduce(route.pattern.description) { path, name in
            path.replacing("{\(name)}", with: value(name)).replacing("{\(name)...}", with: value(name))
        }
    }

    @Test func onlyTheseRoutesAreOpen() async throws {
        try await AppFixture.with { app in
            for route in app.router.routes {
                switch route.access {
                case .anyone, .verified: #expect(RouteWalkTests.open.contains(RouteWalkTests.name(route)), "\(RouteWalkTests.name(route)) is open")
                case .signedIn, .administrator, .member, .memberNamed: break
                }
            }
        }
    }

    @Test func aStrangerGetsNowhere() async throws {
        try await AppFixture.with { app in
            _ = try await app.account("ada")
            for route in app.router.routes {
                let path = RouteWalkTests.path(route) { _ in ID.make().description }
                let answer = await app.router.test(route.method, path, json: route.method.isSafe ? nil : [:], isLoopback: false)
                switch route.access {
                case .signedIn, .administrator, .member, .memberNamed: #expect(answer.status == 401, "\(RouteWalkTests.name(route))")
                case .verified: #expect(answer.status >= 400, "\(RouteWalkTests.name(route)) without a signature")
                case .anyone: #expect(answer.status < 500 || answer.status == 503, "\(RouteWalkTests.name(route)): \(answer.text)")
                }
            }
        }
    }

    /// Every kind of thing that a route names has a statement that finds its project, and it runs on this schema.
    @Test func everyKindIsKnown() async throws {
        try await AppFixture.with { app in
            let nobody = Principal(userID: ID.make(), username: "nobody", isAdministrator: true, means: .bearer)
            for route in app.router.routes {
                guard case .member(_, let kind, let parameter) = route.access else { continue }
                #expect(route.pattern.parameterNames.contains(parameter), "\(RouteWalkTests.name(route)) has no {\(parameter)}")
                let grant = try await app.application.identity.authorizer.grant(nobody, kind, ID.make())
                #expect(grant == nil, "\(kind.name)")
            }
        }
    }

    /// Another project's owner, and a viewer, on things that exist.
    @Test func othersSeeNothingAndViewersChangeNothing() async throws {
        try await AppFixture.with { app in
            let admin = try await app.account("root")
            let owner = try await app.account("olga")
            let other = try await app.account("otto")
            let viewer = try await app.account("vera")
            _ = try await app.make("/api/projects", as: other, ["name": "Otto's own", "task_type": "DETECTION"])
            let things = try await Things.make(app, owner)
            _ = try await app.make("/api/projects/\(things.project)/members", as: owner, ["username": "vera", "role": "viewer"])
            // Signing out half way would make the rest of the walk a stranger's.
            for route in app.router.routes where RouteWalkTests.name(route) != "POST /api/auth/logout" {
                let path = RouteWalkTests.path(route) { things.id(named: $0, on: route) }
                let body: JSON? = route.method.isSafe ? nil : things.body
                let asOther = await app.router.test(route.method, path, headers: other, json: body)
                #expect(!asOther.text.contains(Things.mark), "\(RouteWalkTests.name(route)) tells another owner: \(asOther.text.prefix(300))")
                switch route.access {
                case .member(let role, let kind, _):
                    #expect(asOther.status == 404, "\(RouteWalkTests.name(route)) as another owner: \(asOther.status)")
                    guard role > .viewer, things.knows(kind) else { continue }
                    let asViewer = await app.router.test(route.method, path, headers: viewer, json: body)
                    #expect(asViewer.status == 403, "\(RouteWalkTests.name(route)) as viewer: \(asViewer.status) \(asViewer.text)")
                case .administrator:
                    #expect(asOther.status == 403, "\(RouteWalkTests.name(route)) as no administrator")
                case .memberNamed, .signedIn, .anyone, .verified:
                    // What is named in the body or query is asked for by the handler; a bug there would be a 500.
                    #expect(asOther.status != 500, "\(RouteWalkTests.name(route)): \(asOther.text)")
                }
            }
            // All is still there: nobody's walk changed anything.
            let project = await app.router.test(.get, "/api/projects/\(things.project)", headers: admin)
            #expect(project.status == 200 && project.text.contains(Things.mark))
            for kind in ["labels", "tags"] {
                let list = await app.router.test(.get, "/api/projects/\(things.project)/\(kind)", headers: viewer)
                #expect(list.status == 200 && list.text.contains(Things.mark), "\(kind)")
            }
        }
    }
}

/// One of each kind of thing, in a project of their own, all with a mark in their texts.
struct Things: Sendable {
    static let mark = "zebra-mark-7361"

    let project: ID
    private let ids: [ResourceKind: ID]

    static func make(_ app: AppFixture, _ owner: Headers) async throws -> Things {
        func id(_ json: JSON) throws -> ID {
            guard let id = json["id"]?.string.flatMap({ ID($0) }) else { throw FoveaError(.invalid, json.text) }
            return id
        }
        let project = try id(try await app.make("/api/projects", as: owner, ["name": .string(mark), "task_type": "DETECTION"]))
        let label = try id(try await app.make("/api/projects/\(project)/labels", as: owner, ["name": .string(mark), "color": "#112233"]))
        let tag = try id(try await app.make("/api/projects/\(project)/tags", as: owner, ["name": .string(mark), "color": "#112233"]))
        let image = ID.make(), now = Timestamp.now(), digest = SHA256.digest("picture")
        // An image's row, without the pixels: who may see it does not depend on them.
        try await app.application.foundations.database.write { connection in
            try connection.execute("INSERT INTO blobs (digest, size_bytes, created_at) VALUES ($1, $2, $3)", digest, 7, now)
            try connection.execute(
                """
                INSERT INTO images (id, project_id, digest, filename, size_bytes, content_type, width, height, status, review_status,
                split, created_at, updated_at)
                VALUES ($1, $2, $3, $4, 7, 'image/png', 640, 480, 'NEW', 'UNREVIEWED', 'unassigned', $5, $5)
                """, image, project, digest, mark, now)
            try connection.execute("INSERT INTO image_details (image_id, exif, metadata) VALUES ($1, '{}', $2)", image, "{\"a\":\"\(mark)\"}")
        }
        let comment = try id(try await app.make("/api/images/\(image)/comments", as: owner, ["body": .string(mark)]))
        return Things(project: project, ids: ["project": project, "label": label, "tag": tag, "image": image, "comment": comment])
    }

    func knows(_ kind: ResourceKind) -> Bool { ids[kind] != nil }

    /// What to put for a path parameter: the thing of the kind that the route asks about, else by the parameter's name.
    func id(named name: String, on route: Route) -> String {
        if case .member(_, let kind, name) = route.access, let id = ids[kind] { return id.description }
        let kind = ResourceKind(stringLiteral: name.hasSuffix("_id") ? String(name.dropLast(3)) : name)
        return (ids[kind] ?? ID.make()).description
    }

    /// Names of everything, as a hostile body would bring them.
    var body: JSON {
        var object = JSONObject()
        for (kind, id) in ids { object["\(kind.name)_id"] = .string(id.description) }
        object["image_ids"] = .array([.string((ids["image"] ?? project).description)])
        object["name"] = "x"
        return .object(object)
    }
}
