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
                let answer = await app.router.test(route.method, path, json: route.method.isSafe ? Optional<JSON>.none : [:], isLoopback: false)
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
                // A bare nil would be JSON's null.
                let body: JSON? = route.method.isSafe ? Optional<JSON>.none : things.body
                let asOther = await app.router.test(route.method, path, headers: other, json: body)
                #expect(!asOther.text.contains(Things.mark), "\(RouteWalkTests.name(route)) tells another owner: \(asOther.text.prefix(300))")
                switch route.access {
                case .member(let role, _, let parameter),
                    .memberNamed(let role, let parameter) where things.knows(parameter, on: route):
                    #expect(asOther.status == 404, "\(RouteWalkTests.name(route)) as another owner: \(asOther.status)")
                    guard role > .viewer, things.knows(parameter, on: route) else { continue }
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
            for path in things.paths {
                let one = await app.router.test(.get, path, headers: owner)
                #expect(one.status == 200 && one.text.contains(Things.mark), "\(path): \(one.text)")
            }
        }
    }
}
