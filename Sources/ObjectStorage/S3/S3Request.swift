import Core

/// One request to the store, before it is signed.
struct S3Request: Sendable {
    enum Body: Sendable {
        case none
        case bytes([UInt8])
        /// Part of a file, with the SHA-256 of that part, which the server compares with what it receives.
        case file(OpenFile, Range<Int64>, Digest)
    }

    var method: String
    /// Within the bucket; empty for the bucket itself.
    var key = ""
    var query: [(String, String)] = []
    var headers: [(String, String)] = []
    var body = Body.none

    /// Signing wants the query sorted and every name with a `=`.
    var canonicalQuery: String {
        query.map { (PercentEncoding.encode($0.0), PercentEncoding.encode($0.1)) }
            .sorted { $0 < $1 }
            .map { "\($0.0)=\($0.1)" }
            .joined(separator: "&")
    }
}

struct S3Response: Sendable {
    var status = 0
    /// Names in lower case.
    var headers: [String: String] = [:]
    var body: [UInt8] = []

    var text: String { String(decoding: body, as: UTF8.self) }
    var contentLength: Int64? { headers["content-length"].flatMap { Int64($0) } }
    /// Worth another try: the store is overloaded or stumbled.
    var isTransient: Bool { status == 408 || status == 429 || (status >= 500 && status != 501) }
}

/// The request did not get an answer.
struct S3TransportError: Error {
    let detail: String
}
