import Core

/// An answer collected whole, as a client would see it.
public struct TestResponse: Sendable {
    public let status: Int
    public let headers: Headers
    public let bytes: [UInt8]

    public var text: String { String(decoding: bytes, as: UTF8.self) }
    /// Null when the body is not JSON.
    public var json: JSON { (try? JSON.parse(bytes)) ?? .null }

    public init(status: Int, headers: Headers, bytes: [UInt8]) {
        self.status = status
        self.headers = headers
        self.bytes = bytes
    }
}

extension Router {
    /// Sends a request through the router in this process and collects the answer.
    ///
    /// - Parameter path: with its query, percent-encoded as on the wire.
    public func test(
        _ method: HTTPMethod, _ path: String, headers: Headers = Headers(), json: JSON? = nil, body: RequestBody? = nil,
        remoteAddress: String = "127.0.0.1", isLoopback: Bool = true
    ) async -> TestResponse {
        let parts = path.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        var headers = headers
        var content = body ?? .empty
        if let json {
            headers.setDefault("Content-Type", "application/json")
            content = .bytes(json.bytes)
        }
        headers.setDefault("Host", "localhost:8000")
        let request = HTTPRequest(
            method: method, path: String(parts[0]), query: parts.count == 2 ? URLText.parameters(parts[1]) ?? [] : [],
            headers: headers, remoteAddress: remoteAddress, isLoopback: isLoopback, body: content)
        return await TestResponse.collect(handle(request), isHead: method == .head)
    }
}

extension TestResponse {
    static func collect(_ response: HTTPResponse, isHead: Bool) async -> TestResponse {
        let sink = CollectingWriter()
        if !isHead {
            switch response.body {
            case .empty, .webSocket: break
            case .bytes(let bytes): sink.add(bytes)
            case .file(let file): sink.add(file.read(at: 0, count: Int(file.length)))
            case .stream(_, let produce): try? await produce(sink)
            }
        }
        return TestResponse(status: response.status, headers: response.headers, bytes: sink.all)
    }
}

private final class CollectingWriter: BodyWriter {
    private let bytes = Lock<[UInt8]>([])
    func write(_ chunk: [UInt8]) async throws { add(chunk) }
    func add(_ chunk: [UInt8]) { bytes.withLock { $0 += chunk } }
    var all: [UInt8] { bytes.withLock { $0 } }
}
