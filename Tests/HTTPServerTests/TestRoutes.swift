import Core
import HTTPServer

/// Tokens are `user:role-in-project` of a table; enough of an authority to drive the rules that stand before handlers.
struct TableAuthorizer: Authorizer {
    static let project = ID(high: 1, low: 1)
    static let alice = ID(high: 2, low: 1)

    func authenticate(_ request: HTTPRequest) async throws -> Principal? {
        if let token = request.cookie("session") { return try principal(token, .cookie) }
        guard let header = request.headers["Authorization"] else { return nil }
        guard header.hasPrefix("Bearer ") else { throw FoveaError(.unauthenticated, "Only Bearer tokens are taken.") }
        return try principal(String(header.dropFirst(7)), .bearer)
    }

    private func principal(_ token: String, _ means: Principal.Means) throws -> Principal {
        switch token {
        case "admin": Principal(userID: TableAuthorizer.alice, username: "admin", isAdministrator: true, means: means)
        case "reader":
            Principal(userID: TableAuthorizer.alice, username: "viewer", isAdministrator: false, scopes: [.read], means: .apiKey)
        case "stranger", "viewer", "annotator", "owner":
            Principal(userID: TableAuthorizer.alice, username: token, isAdministrator: false, means: means)
        default: throw FoveaError(.unauthenticated, "This token is not valid.")
        }
    }

    func grant(_ principal: Principal, _ kind: ResourceKind, _ id: ID) async throws -> Grant? {
        guard id == TableAuthorizer.project else { return nil }
        if principal.isAdministrator { return Grant(role: .owner, projectID: id) }
        return Role(rawValue: principal.username).map { Grant(role: $0, projectID: id) }
    }
}

struct Thing: WireInput {
    var name = ""
    var size = 1
    static let fields = Fields<Self>("Thing", Field("name", \.name, .length(1...20)), Field("size", \.size, .range(1...9), optional: true))
}

struct EchoQuery: WireInput {
    var text = "nothing"
    var times = 1
    static let fields = Fields<Self>("EchoQuery", Field("text", \.text, optional: true), Field("times", \.times, .range(1...100), optional: true))
}

struct Echo: WireObject {
    var text: String
    static let fields = Fields<Self>("Echo", Field("text", \.text))
}

struct NamedProject: WireInput {
    var projectID = ID(high: 0, low: 0)
    var ask = true
    static let fields = Fields<Self>("NamedProject", Field("project_id", \.projectID), Field("ask", \.ask, optional: true))
}

enum TestRoutes {
    static let pattern: [UInt8] = (0..<65536).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ ($0 >> 8)) }

    static let all: [Route] = [
        .get("/api/health", "Liveness", tag: "Operate", access: .anyone, answer: Echo.self) { _ in Echo(text: "ok") },
        .get("/api/echo", "Echo", tag: "Test", access: .anyone, query: EchoQuery.self, answer: Echo.self) { _, query in
            Echo(text: String(repeating: query.text, count: query.times))
        },
        .post("/api/things", "Make", tag: "Test", access: .signedIn, body: Thing.self, answer: Thing.self, status: 201) { call, thing in
            call.setHeader("Location", "/api/things/1")
            return thing
        },
        .get("/api/things/{id}", "One", tag: "Test", access: .signedIn, answer: Echo.self) { call in Echo(text: try call.id("id").description) },
        .delete("/api/things/{id}", "Remove", tag: "Test", access: .signedIn) { call in _ = try call.id("id") },
        .get("/api/things/latest", "Newest", tag: "Test", access: .anyone, answer: Echo.self) { _ in Echo(text: "latest") },
        .get("/api/projects/{project_id}", "Project", tag: "Test", access: .member(.viewer, of: .project, by: "project_id"), answer: Echo.self) {
            Echo(text: $0.grant?.role.rawValue ?? "")
        },
        .patch(
            "/api/projects/{project_id}", "Change", tag: "Test", access: .member(.annotator, of: .project, by: "project_id"),
            body: Thing.self, answer: Thing.self
        ) { _, thing in thing },
        .post("/api/named", "By name", tag: "Test", access: .memberNamed(.annotator, by: "project_id"), body: NamedProject.self, answer: Echo.self) {
            call, body in
            if body.ask { try await call.require(.annotator, body.projectID) }
            return Echo(text: "named")
        },
        .get("/api/users", "Users", tag: "Test", access: .administrator, answer: Echo.self) { _ in Echo(text: "users") },
        .get("/api/limited", "Limited", tag: "Test", access: .anyone, answer: Echo.self, rate: RateLimit(burst: 2, perSecond: 0.01)) { _ in
            Echo(text: "")
        },
        .get("/api/fails", "Fails", tag: "Test", access: .anyone, answer: Echo.self) { _ in throw Secret() },
        .post("/api/form", "Form", tag: "Test", access: .anyone, body: Thing.self, answer: Thing.self, acceptsForm: true) { _, thing in thing },
        .raw(.get, "/api/file", "File", tag: "Test", access: .anyone, answers: [.binary()]) { _ in
            var response = HTTPResponse.bytes(pattern, type: "application/octet-stream")
            response.headers["Accept-Ranges"] = "bytes"
            response.headers["ETag"] = "\"v1\""
            return response
        },
        .raw(.get, "/api/stream", "Stream", tag: "Test", access: .anyone, query: EchoQuery.self, answers: [.binary()]) { _, query in
            .stream(type: "application/octet-stream") { writer in
                for _ in 0..<query.times { try await writer.write(pattern) }
            }
        },
        .raw(.get, "/api/broken-stream", "Breaks", tag: "Test", access: .anyone, answers: [.binary()]) { _ in
            .stream(type: "application/octet-stream", length: 1 << 20) { writer in
                try await writer.write(pattern)
                throw FoveaError(.unavailable, "The store went away.")
            }
        },
        .raw(.put, "/api/digest", "Digest", tag: "Test", access: .anyone, accepts: [.binary()], answers: [.json(Echo.self)], bodyLimit: 2 << 30) {
            call in
            let hash = SHA256()
            for try await chunk in call.request.body { hash.update(chunk) }
            return .json(Echo(text: hash.finish().description))
        },
        .raw(.post, "/api/small", "Small", tag: "Test", access: .anyone, accepts: [.binary()], answers: [.json(Echo.self)], bodyLimit: 1000) {
            .json(Echo(text: String(try await $0.request.body.collect().count)))
        },
        .raw(.get, "/files/{path...}", "Rest", tag: "Test", access: .anyone, answers: [.text()]) { .text($0.text("path")) },
    ]

    static func router(_ configuration: RouterConfiguration = RouterConfiguration()) throws -> Router {
        try Router(all + sockets, authorizer: TableAuthorizer(), configuration: configuration)
    }

    static let sockets: [Route] = [
        .webSocket("/ws/echo", "Echo", tag: "Test", access: .anyone, query: EchoQuery.self) { _, _, socket in
            while let message = try await socket.receive() { try await socket.send(message) }
        },
        .webSocket("/ws/private", "Private", tag: "Test", access: .signedIn, query: EchoQuery.self) { call, _, socket in
            try await socket.send(text: try call.user.username)
        },
        .webSocket("/ws/flood", "Flood", tag: "Test", access: .anyone, query: EchoQuery.self) { _, query, socket in
            for _ in 0..<query.times { try await socket.send(.binary(pattern)) }
        },
        .webSocket("/ws/fails", "Fails", tag: "Test", access: .anyone, query: EchoQuery.self) { _, _, _ in
            throw FoveaError.invalid("offset", "is too large")
        },
    ]

    struct Secret: Error {
        let password = "hunter2"
    }
}
