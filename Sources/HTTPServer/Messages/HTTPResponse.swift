import Core

public struct HTTPResponse: Sendable {
    public var status: Int
    public var headers: Headers
    public var body: ResponseBody

    public init(status: Int = 200, headers: Headers = Headers(), body: ResponseBody = .empty) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    public static func bytes(_ bytes: [UInt8], type: String, status: Int = 200) -> HTTPResponse {
        HTTPResponse(status: status, headers: ["Content-Type": type], body: .bytes(bytes))
    }

    public static func text(_ text: String, type: String = "text/plain; charset=utf-8", status: Int = 200) -> HTTPResponse {
        .bytes(Array(text.utf8), type: type, status: status)
    }

    public static func json(_ value: some WireValue, status: Int = 200) -> HTTPResponse {
        .bytes(value.encoded(), type: "application/json", status: status)
    }

    /// Bytes made as they are sent; `length` when known beforehand, else the transfer is chunked.
    public static func stream(
        type: String, length: Int64? = nil, _ produce: @escaping @Sendable (any BodyWriter) async throws -> Void
    ) -> HTTPResponse {
        HTTPResponse(headers: ["Content-Type": type], body: .stream(length: length, produce))
    }

    public static func file(_ file: FileBody, type: String) -> HTTPResponse {
        HTTPResponse(headers: ["Content-Type": type], body: .file(file))
    }

    public static func redirect(to location: String, status: Int = 303) -> HTTPResponse {
        HTTPResponse(status: status, headers: ["Location": location])
    }
}

public enum ResponseBody: Sendable {
    case empty
    case bytes([UInt8])
    /// Called once the head is on its way. An error thrown after that cuts the connection, so that the client sees that
    /// the body is not whole.
    case stream(length: Int64?, @Sendable (any BodyWriter) async throws -> Void)
    case file(FileBody)
    /// The connection becomes a WebSocket (status 101).
    case webSocket(@Sendable (WebSocket) async -> Void)

    /// Nil when not known beforehand.
    public var length: Int64? {
        switch self {
        case .empty: 0
        case .bytes(let bytes): Int64(bytes.count)
        case .stream(let length, _): length
        case .file(let file): file.length
        case .webSocket: nil
        }
    }
}

/// Takes the bytes of a streamed answer.
public protocol BodyWriter: Sendable {
    /// Waits while the client is behind by more than a small buffer. Throws when the client has gone.
    func write(_ bytes: [UInt8]) async throws
}
