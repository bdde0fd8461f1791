import Core
import Database
import Events
import HTTPServer
import Identity
import JobQueue
import TestSupport
import Testing

@testable import Library

/// Two servers over one database, as people on two machines meet them: each with its own bus and its own hub.
struct LiveFixture: Sendable {
    let database: Database
    let routers: [Router]
    let images: LibraryFixture
    private let buses: [Events]

    static func with(
        _ engine: TestEngine, options: LiveOptions = LiveFixture.quick, _ body: @Sendable (LiveFixture) async throws -> Void
    ) async throws {
        let migrations = IdentitySchema.migrations + EventsSchema.migrations + LibrarySchema.migrations
        try await withDatabase(engine, migrations: migrations, postgres: PostgresOptions(connections: 8)) { database in
            let identity = Identity(
                database: database,
                options: Identity.Options(
                    secret: Array("a secret of thirty-two bytes at least".utf8), isOpen: true,
                    hasher: PasswordHasher(memory: 64, passes: 1, threads: 2, queueLimit: 64)),
                projectOf: LibraryResources.projectOf)
            var configuration = RouterConfiguration()
            configuration.socketAccessInterval = .milliseconds(100)
            let buses = [Events(database), Events(database)]
            let routers = try buses.map { bus in
                try Router(
                    identity.routes + Library(database: database, events: bus, live: options).routes, authorizer: identity.authorizer,
                    configuration: configuration)
            }
            for bus in buses { try await bus.start() }
            defer { for bus in buses { bus.stop() } }
            let images = LibraryFixture(database: database, router: routers[0], identity: identity)
            for name in ["root", "ana", "bob", "eve"] { try await images.signUp(name) }
            try await body(LiveFixture(database: database, routers: routers, images: images, buses: buses))
        }
    }

    /// As the real ones, but for the waiting.
    static var quick: LiveOptions {
        var options = LiveOptions()
        options.heartbeat = .milliseconds(200)
        options.serverSilence = .seconds(2)
        options.publishInterval = .milliseconds(10)
        return options
    }

    /// A project of `ana` with `bob` as an annotator, and an image in it.
    func place() async throws -> (project: String, labels: [String], image: String) {
        let project = try await images.project(of: "ana")
        let added = await images.call("ana", .post, "/api/projects/\(project.id)/members", ["username": "bob", "role": "annotator"])
        #expect(added.status == 201)
        return (project.id, project.labels, try await images.image(in: project.id))
    }

    /// Opens the socket of an image at one of the servers.
    func open(_ name: String, _ image: String, server: Int = 0) async throws -> LiveClient {
        let (here, there) = InMemorySocket.pair()
        let response = await asked(name, image, server: server)
        guard case .webSocket(let handler) = response.body else {
            throw FoveaError(.invalid, "status \(response.status)")
        }
        let task = Task { await handler(WebSocket(here)) }
        return LiveClient(socket: there, server: here, task: task)
    }

    func asked(_ name: String?, _ image: String, server: Int = 0) async -> HTTPResponse {
        var headers: Headers = [
            "Host": "localhost:8000", "Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
        ]
        if let name { headers["Authorization"] = "Bearer \(images.token(name))" }
        let request = HTTPRequest(
            method: .get, path: "/ws/images/\(image)", query: [], headers: headers, remoteAddress: "127.0.0.1", isLoopback: true,
            body: .empty)
        return await routers[server].handle(request)
    }
}

/// A client's end of the live socket.
struct LiveClient: Sendable {
    let socket: InMemorySocket
    let server: InMemorySocket
    let task: Task<Void, Never>

    /// The next frame that `isWanted` says yes to; those before it are passed over. Nil when there is none within a while.
    func frame(
        _ type: String, within limit: Duration = .seconds(20), where isWanted: @escaping @Sendable (JSON) -> Bool = { _ in true }
    ) async -> JSON? {
        await withTaskGroup(of: JSON?.self) { group in
            group.addTask {
                while !Task.isCancelled, case .text(let text)? = try? await socket.receive() {
                    guard let frame = try? JSON.parse(text), frame["type"]?.string == type, let data = frame["data"] else { continue }
                    if isWanted(data) { return data }
                }
                return nil
            }
            group.addTask {
                try? await Task.sleep(for: limit)
                return nil
            }
            let found = await group.next() ?? nil
            group.cancelAll()
            return found
        }
    }

    func say(_ json: JSON) async throws { try await socket.send(.text(json.text)) }

    func point(_ x: Double, _ y: Double) async throws {
        try await say(["type": "cursor", "data": ["point": [.double(x), .double(y)], "selection": []]])
    }

    func leave() async {
        await socket.close(.normal, "")
        await task.value
    }

    /// With what the server ends it.
    func ended() async -> WebSocket.CloseCode? {
        await task.value
        return server.closed
    }
}

/// Whether a presence frame shows exactly these people.
func shows(_ names: String...) -> @Sendable (JSON) -> Bool {
    { data in (data["people"]?.array ?? []).compactMap { $0["username"]?.string }.sorted() == names.sorted() }
}
