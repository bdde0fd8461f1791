import Core
import Glibc
import HTTPServer
import Testing

@Suite(.serialized) struct StreamingTests {
    static func residentBytes() -> Int {
        guard let file = fopen("/proc/self/statm", "r") else { return 0 }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 256)
        guard fgets(&line, 256, file) != nil else { return 0 }
        let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return (text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * 4096
    }

    @Test func uploadsAGigabyteInBoundedMemory() async throws {
        try await withServer { server in
            let port = server.port
            let chunk = [UInt8](repeating: 7, count: 1 << 20)
            let before = StreamingTests.residentBytes()
            let (answer, grown) = try await Threads.run {
                let client = try RawClient(port: port)
                try client.send("PUT /api/digest HTTP/1.1\r\n\(LiveTests.host)Content-Length: \(1 << 30)\r\n\r\n")
                var most = 0
                for _ in 0..<1024 {
                    try client.send(chunk)
                    most = max(most, StreamingTests.residentBytes() - before)
                }
                return (try client.readResponse(), most)
            }
            #expect(answer.status == 200)
            #expect(grown < 64 << 20, "grew by \(grown >> 20) MB")
            let hash = SHA256()
            for _ in 0..<1024 { hash.update(chunk) }
            #expect(answer.json["text"]?.string == hash.finish().description)
        }
    }

    @Test func aReaderThatStopsStopsTheWriter() async throws {
        let written = Lock(0)
        let route = Route.raw(.get, "/api/endless", "Endless", tag: "Test", access: .anyone, answers: [.binary()]) { _ in
            .stream(type: "application/octet-stream", length: 1 << 30) { writer in
                for _ in 0..<(1 << 14) {
                    try await writer.write(TestRoutes.pattern)
                    written.withLock { $0 += TestRoutes.pattern.count }
                }
            }
        }
        let server = try LiveServer.start(
            ServerConfiguration(.tcp(host: "127.0.0.1", port: 0)), router: Router([route], authorizer: TableAuthorizer()))
        let port = server.port
        let total = try await Threads.run {
            let client = try RawClient(port: port, receiveBuffer: 65536)
            try client.send("GET /api/endless HTTP/1.1\r\n\(LiveTests.host)\r\n")
            let (_, headers) = try client.readHead()
            // Until the writer stands still: the kernel's buffers are full and so is ours.
            var last = -1
            while written.withLock({ $0 }) != last {
                last = written.withLock { $0 }
                usleep(200_000)
            }
            let ahead = last
            var got = 0
            while got < 1 << 30 { got += try client.receiveSome(1 << 20).count }
            return (ahead, got, headers["Content-Length"])
        }
        #expect(total.0 < 16 << 20, "\(total.0 >> 20) MB were written ahead")
        #expect(total.1 == 1 << 30 && total.2 == String(1 << 30))
        await server.stop()
    }

    @Test func chunkedAnswersAndBrokenOnes() async throws {
        try await withServer { server in
            let port = server.port
            let (whole, broken) = try await Threads.run {
                let client = try RawClient(port: port)
                try client.send("GET /api/stream?times=40 HTTP/1.1\r\n\(LiveTests.host)\r\n")
                let whole = try client.readResponse()
                let other = try RawClient(port: port)
                try other.send("GET /api/broken-stream HTTP/1.1\r\n\(LiveTests.host)\r\n")
                return (whole, (try? other.readResponse()) == nil)
            }
            #expect(whole.headers["Transfer-Encoding"] == "chunked")
            #expect(whole.bytes.count == 40 * 65536 && whole.bytes.suffix(65536).elementsEqual(TestRoutes.pattern))
            #expect(broken, "a stream that failed must not look whole")
        }
    }

    @Test func clientsThatLeaveAreNoticed() async throws {
        try await withServer { server in
            let port = server.port
            try await Threads.run {
                let client = try RawClient(port: port)
                try client.send("GET /api/stream?times=100 HTTP/1.1\r\n\(LiveTests.host)\r\n")
                _ = try client.readHead()
            }
            try await Threads.run {
                let client = try RawClient(port: port)
                try client.send("PUT /api/digest HTTP/1.1\r\n\(LiveTests.host)Content-Length: 1000000\r\n\r\nabc")
            }
            while server.activeRequests > 0 { try await Task.sleep(for: .milliseconds(5)) }
        }
    }

    @Test func sendsFilesAndTheirRanges() async throws {
        let path = "/tmp/fovea-file-\(getpid())"
        let descriptor = open(path, O_CREAT | O_WRONLY | O_TRUNC, 0o600)
        _ = TestRoutes.pattern.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        close(descriptor)
        defer { unlink(path) }
        let route = Route.raw(.get, "/api/blob", "Blob", tag: "Test", access: .anyone, answers: [.binary()]) { _ in
            .file(try FileBody.open(path), type: "image/jpeg")
        }
        let router = try Router([route], authorizer: TableAuthorizer())
        let server = try LiveServer.start(ServerConfiguration(.tcp(host: "127.0.0.1", port: 0)), router: router)
        for client in [TestClient(router: router, server: nil), TestClient(router: router, server: server)] {
            #expect(try await client.send(.get, "/api/blob").bytes == TestRoutes.pattern)
            let part = try await client.send(.get, "/api/blob", headers: ["Range": "bytes=100-299"])
            #expect(part.status == 206 && part.bytes == Array(TestRoutes.pattern[100..<300]))
        }
        await server.stop()
        unlink(path)
        symlink("/etc/passwd", path)
        #expect(throws: FoveaError.self) { try FileBody.open(path) }
    }
}
