import Core
import Glibc
import HTTPServer
import Testing

/// Lets one user in until told otherwise.
private final class Door: Authorizer {
    private let isOpen = Lock(true), isMember = Lock(true)

    func signOut() { isOpen.withLock { $0 = false } }
    func removeFromProject() { isMember.withLock { $0 = false } }

    func authenticate(_ request: HTTPRequest) async throws -> Principal? {
        guard isOpen.withLock({ $0 }) else { throw FoveaError(.unauthenticated, "The session has ended.") }
        return Principal(userID: ID(high: 1, low: 1), username: "ada", isAdministrator: false, means: .bearer)
    }

    func grant(_ principal: Principal, _ kind: ResourceKind, _ id: ID) async throws -> Grant? {
        isMember.withLock { $0 } ? Grant(role: .viewer, projectID: id) : nil
    }
}

@Suite struct SocketAccessTests {
    private static let routes: [Route] = [
        // A handler that waits for its client and one that asks for rights by itself.
        .webSocket("/ws/projects/{project_id}", "Wait", tag: "Test", access: .project(.viewer), query: Nothing.self) { _, _, socket in
            while let message = try await socket.receive() { try await socket.send(message) }
        },
        .webSocket(
            "/ws/named", "Wait", tag: "Test", access: .memberNamed(.viewer, by: "project_id"), query: Nothing.self,
            admit: { call, _ in try await call.require(.viewer, ID(high: 2, low: 2)) }
        ) { _, _, _ in
            try await Task.sleep(for: .seconds(60))
        },
    ]

    /// The code with which the server closes once `revoke` has been called.
    private func code(_ path: String, _ revoke: @escaping @Sendable (Door) -> Void) async throws -> Int {
        let door = Door()
        var configuration = RouterConfiguration()
        configuration.socketAccessInterval = .milliseconds(50)
        let router = try Router(Self.routes, authorizer: door, configuration: configuration)
        let server = try LiveServer.start(ServerConfiguration(.tcp(host: "127.0.0.1", port: 0)), router: router)
        let code = try await Threads.run { [port = server.port] in
            let client = try SocketClient(port: port, path)
            #expect(client.status == 101)
            // Still open after several looks.
            usleep(200_000)
            revoke(door)
            let code = try client.closeCode()
            try client.send(8, [0x03, 0xE8])
            return code
        }
        await server.stop(within: .seconds(5))
        return code
    }

    @Test func signingOutClosesASocket() async throws {
        #expect(try await code("/ws/projects/\(ID.make())") { $0.signOut() } == 1008)
        #expect(try await code("/ws/named") { $0.signOut() } == 1008)
    }

    @Test func leavingTheProjectClosesASocket() async throws {
        #expect(try await code("/ws/projects/\(ID.make())") { $0.removeFromProject() } == 1008)
        #expect(try await code("/ws/named") { $0.removeFromProject() } == 1008)
    }
}
