import Core
import Glibc
import HTTPServer
import Testing

/// A client's side of RFC 6455, by hand, so that wrong frames can be sent too.
final class SocketClient {
    let raw: RawClient
    let status: Int

    init(port: Int, _ path: String, headers: String = "", receiveBuffer: Int32? = nil) throws {
        raw = try RawClient(port: port, receiveBuffer: receiveBuffer)
        try raw.send(
            "GET \(path) HTTP/1.1\r\nHost: localhost:\(port)\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\(headers)\r\n")
        let (status, head) = try raw.readHead()
        self.status = status
        if status == 101, head["Sec-WebSocket-Accept"] != "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=" { throw RawClient.Failed(reason: "accept key") }
    }

    func send(_ opcode: UInt8, _ payload: [UInt8], masked: Bool = true, final: Bool = true) throws {
        var frame: [UInt8] = [(final ? 0x80 : 0) | opcode]
        let flag: UInt8 = masked ? 0x80 : 0
        switch payload.count {
        case 0..<126: frame.append(flag | UInt8(payload.count))
        case 126..<65536: frame += [flag | 126, UInt8(payload.count >> 8), UInt8(payload.count & 255)]
        default: frame += [flag | 127] + (0..<8).map { UInt8(truncatingIfNeeded: payload.count >> (56 - 8 * $0)) }
        }
        let key: [UInt8] = [1, 2, 3, 4]
        if masked { frame += key }
        frame += masked ? payload.enumerated().map { $0.element ^ key[$0.offset & 3] } : payload
        try raw.send(frame)
    }

    /// The next frame but for the server's own pings, which come whenever a slow machine makes it wait.
    func receive() throws -> (opcode: UInt8, payload: [UInt8]) {
        while true {
            let frame = try receiveAny()
            if frame.opcode != 9 { return frame }
        }
    }

    private func receiveAny() throws -> (opcode: UInt8, payload: [UInt8]) {
        let head = try raw.receive(exactly: 2)
        var count = Int(head[1] & 127)
        if count == 126 {
            count = try raw.receive(exactly: 2).reduce(0) { $0 << 8 | Int($1) }
        } else if count == 127 {
            count = try raw.receive(exactly: 8).reduce(0) { $0 << 8 | Int($1) }
        }
        return (head[0] & 15, count == 0 ? [] : try raw.receive(exactly: count))
    }

    /// The code of the close frame that comes.
    func closeCode() throws -> Int {
        while true {
            let frame = try receive()
            if frame.opcode == 8 { return frame.payload.prefix(2).reduce(0) { $0 << 8 | Int($1) } }
        }
    }
}

@Suite(.serialized) struct WebSocketTests {
    @Test func echoesTextBinaryFragmentsAndPings() async throws {
        try await withServer { server in
            let port = server.port
            try await Threads.run {
                let client = try SocketClient(port: port, "/ws/echo")
                try client.send(1, Array("grüß".utf8))
                let text = try client.receive()
                #expect(text.opcode == 1 && text.payload == Array("grüß".utf8))
                try client.send(2, TestRoutes.pattern)
                #expect(try client.receive().payload == TestRoutes.pattern)
                try client.send(1, Array("ab".utf8), final: false)
                try client.send(9, [1, 2, 3])
                try client.send(0, Array("cd".utf8))
                let pong = try client.receive()
                #expect(pong.opcode == 10 && pong.payload == [1, 2, 3])
                #expect(try client.receive().payload == Array("abcd".utf8))
                try client.send(8, [0x03, 0xE8])
                #expect(try client.closeCode() == 1000)
                #expect(try client.raw.isAtEnd())
            }
        }
    }

    @Test func closesOnWhatIsNotAllowed() async throws {
        try await withServer { server in
            let port = server.port
            try await Threads.run {
                let large = try SocketClient(port: port, "/ws/echo")
                try? large.send(2, [UInt8](repeating: 0, count: (1 << 20) + 1))
                #expect(try large.closeCode() == 1009)
                let unmasked = try SocketClient(port: port, "/ws/echo")
                try unmasked.send(1, [65], masked: false)
                #expect(try unmasked.closeCode() == 1002)
                let invalid = try SocketClient(port: port, "/ws/echo")
                try invalid.send(1, [0xFF, 0xFE])
                #expect(try invalid.closeCode() == 1007)
                let failing = try SocketClient(port: port, "/ws/fails")
                #expect(try failing.closeCode() == 1008)
            }
        }
    }

    @Test func checksAccessAndOriginBeforeUpgrading() async throws {
        try await withServer { server in
            let port = server.port
            try await Threads.run {
                #expect(try SocketClient(port: port, "/ws/private").status == 401)
                let bearer = try SocketClient(port: port, "/ws/private", headers: "Authorization: Bearer viewer\r\n")
                #expect(try bearer.receive().payload == Array("viewer".utf8))
                #expect(try bearer.closeCode() == 1000)
                let cookie = "Cookie: session=viewer\r\n"
                #expect(try SocketClient(port: port, "/ws/private", headers: cookie).status == 403)
                #expect(try SocketClient(port: port, "/ws/private", headers: cookie + "Origin: http://evil.example\r\n").status == 403)
                #expect(try SocketClient(port: port, "/ws/private", headers: cookie + "Origin: http://localhost:\(port)\r\n").status == 101)
                let plain = try RawClient(port: port)
                try plain.send("GET /ws/echo HTTP/1.1\r\n\(LiveTests.host)\r\n")
                #expect(try plain.readResponse().status == 400)
                #expect(try SocketClient(port: port, "/ws/echo?times=0").status == 422)
            }
        }
    }

    @Test func aSlowReaderHoldsTheWriterBack() async throws {
        try await withServer { server in
            let port = server.port
            try await Threads.run {
                let client = try SocketClient(port: port, "/ws/flood?times=100", receiveBuffer: 65536)
                usleep(300_000)
                for _ in 0..<100 { #expect(try client.receive().payload.count == 65536) }
                #expect(try client.closeCode() == 1000)
            }
        }
    }

    @Test func manyEchoesInOrder() async throws {
        try await withServer { server in
            let port = server.port
            try await Threads.run {
                let client = try SocketClient(port: port, "/ws/echo")
                for index in 0..<2000 { try client.send(1, Array("message \(index)".utf8)) }
                for index in 0..<2000 { #expect(try client.receive().payload == Array("message \(index)".utf8)) }
            }
        }
    }

    /// The watch over slow heads ends where the connection becomes a socket.
    @Test func quietSocketsStayOpen() async throws {
        try await withServer({ ($0.headSeconds, $0.keepAliveSeconds) = (1, 1) }) { server in
            let port = server.port
            try await Threads.run {
                let client = try SocketClient(port: port, "/ws/echo")
                sleep(4)
                try client.send(1, Array("still here".utf8))
                #expect(try client.receive().payload == Array("still here".utf8))
            }
        }
    }

    @Test func stoppingSaysGoodbye() async throws {
        let server = try LiveServer.start(ServerConfiguration(.tcp(host: "127.0.0.1", port: 0)), router: TestRoutes.router())
        let port = server.port
        let opened = AsyncStream<Void>.makeStream()
        async let code = Threads.run {
            let client = try SocketClient(port: port, "/ws/echo")
            opened.continuation.yield()
            let code = try client.closeCode()
            try client.send(8, [0x03, 0xE9])
            return code
        }
        for await _ in opened.stream { break }
        await server.stop()
        #expect(try await code == 1001)
    }

    @Test func theSameHandlerRunsInMemory() async throws {
        let router = try TestRoutes.router()
        let headers: Headers = [
            "Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
            "Host": "localhost",
        ]
        let response = await router.handle(HTTPRequest(method: .get, path: "/ws/echo", headers: headers))
        guard case .webSocket(let handler) = response.body else {
            Issue.record("no socket")
            return
        }
        let (server, client) = InMemorySocket.pair()
        async let done: Void = handler(WebSocket(server))
        try await client.send(.text("hello"))
        #expect(try await client.receive() == .text("hello"))
        await client.close(.normal, "")
        await done
        #expect(server.closed == .normal)
    }
}
