import Core

public struct HTTPRequest: Sendable {
    public var method: HTTPMethod
    /// The path as sent, still percent-encoded, without the query.
    public var path: String
    /// Percent-decoded, in order, repeated names kept.
    public var query: [(name: String, value: String)]
    public var headers: Headers
    /// The client's address: the peer's, or what a trusted proxy says in `X-Forwarded-For`.
    public var remoteAddress: String
    /// The request came over the loopback interface and through no proxy.
    public var isLoopback: Bool
    /// Names this request in the log and in error answers.
    public var id: String
    public var body: RequestBody

    public init(
        method: HTTPMethod, path: String, query: [(name: String, value: String)] = [], headers: Headers = Headers(),
        remoteAddress: String = "127.0.0.1", isLoopback: Bool = true, id: String? = nil, body: RequestBody = .empty
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.remoteAddress = remoteAddress
        self.isLoopback = isLoopback
        self.id = id ?? RequestID.make()
        self.body = body
    }

    public func cookie(_ name: String) -> String? {
        for header in headers.values("Cookie") {
            for pair in header.split(separator: ";") {
                let parts = pair.trimmed.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                if parts.count == 2, parts[0] == name { return String(parts[1]) }
            }
        }
        return nil
    }

    /// The media type of the body, lower-case, without parameters.
    public var contentType: String? {
        headers["Content-Type"].map { String($0.prefix { $0 != ";" }.trimmed).lowercased() }
    }
}

/// Short ids that sort by time within a process and do not repeat across processes.
enum RequestID {
    static func make() -> String {
        var random = UInt64.random(in: .min ... .max)
        return String(unsafeUninitializedCapacity: 16) { buffer in
            for index in 0..<16 {
                let value = UInt8(truncatingIfNeeded: random & 15)
                buffer[index] = value < 10 ? 48 + value : 87 + value
                random >>= 4
            }
            return 16
        }
    }

    /// An id given by a proxy is kept when it is harmless in logs and headers.
    static func accepted(_ text: String?) -> String? {
        guard let text, (1...64).contains(text.utf8.count) else { return nil }
        let harmless = text.utf8.allSatisfy { (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || $0 == 45 || $0 == 95 }
        return harmless ? text : nil
    }
}
