import Core
import HTTPServer

/// Two ways to the same router: in this process, and over a socket. A test body runs on both.
enum Way: String, CaseIterable, Sendable { case inProcess, live }

struct TestClient: Sendable {
    let router: Router
    let server: LiveServer?

    func send(
        _ method: HTTPMethod, _ path: String, as user: String? = nil, headers: Headers = Headers(), json: JSON? = nil, body: [UInt8]? = nil
    ) async throws -> TestResponse {
        var headers = headers
        if let user { headers["Authorization"] = "Bearer \(user)" }
        guard let server else { return await router.test(method, path, headers: headers, json: json, body: body.map { .bytes($0) }) }
        if json != nil { headers.setDefault("Content-Type", "application/json") }
        let bytes = json?.bytes ?? body ?? []
        var text = "\(method.rawValue) \(path) HTTP/1.1\r\nHost: localhost:\(server.port)\r\nConnection: close\r\n"
        for header in headers.all { text += "\(header.name): \(header.value)\r\n" }
        if !bytes.isEmpty || !method.isSafe { text += "Content-Length: \(bytes.count)\r\n" }
        let request = Array((text + "\r\n").utf8) + bytes
        let port = server.port
        return try await Threads.run {
            let client = try RawClient(port: port)
            try client.send(request)
            return try client.readResponse(isHead: method == .head)
        }
    }
}

/// Where blocking clients run.
enum Threads {
    static let pool = BlockingExecutor(name: "clients", threads: 48, queueLimit: 1000)
    static func run<Result: Sendable>(_ work: @escaping @Sendable () throws -> Result) async throws -> Result { try await pool.run(work) }
}

func withServer<Result>(
    _ configure: (inout ServerConfiguration) -> Void = { _ in }, router: RouterConfiguration = RouterConfiguration(),
    _ body: (LiveServer) async throws -> Result
) async throws -> Result {
    var configuration = ServerConfiguration(.tcp(host: "127.0.0.1", port: 0))
    configure(&configuration)
    let server = try LiveServer.start(configuration, router: TestRoutes.router(router))
    do {
        let result = try await body(server)
        await server.stop(within: .seconds(5))
        return result
    } catch {
        await server.stop(within: .seconds(1))
        throw error
    }
}

func withClient(_ way: Way, router: RouterConfiguration = RouterConfiguration(), _ body: (TestClient) async throws -> Void) async throws {
    switch way {
    case .inProcess: try await body(TestClient(router: TestRoutes.router(router), server: nil))
    case .live: try await withServer(router: router) { try await body(TestClient(router: TestRoutes.router(router), server: $0)) }
    }
}
