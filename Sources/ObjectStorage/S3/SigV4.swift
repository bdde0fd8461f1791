import Core

/// AWS Signature Version 4 ("Authenticating Requests", Amazon S3 API reference): in a header for our own requests, in the
/// query for URLs that are handed out.
///
/// libcurl 7.88 signs too (`CURLOPT_AWS_SIGV4`), but sorts header lines, not header names: a request that carries both
/// `x-amz-copy-source` and `x-amz-copy-source-range` is refused. One implementation here serves both ways.
struct SigV4: Sendable {
    let accessKey: String
    let secretKey: String
    let region: String

    init(_ settings: S3Settings) {
        accessKey = settings.accessKey
        secretKey = settings.secretKey
        region = settings.region
    }

    /// A URL that allows one request until it expires. Only the host is signed, so any body and Content-Type may be sent.
    ///
    /// - Parameters:
    ///   - path: absolute and encoded.
    ///   - query: more parameters of the request, not encoded.
    func presign(
        method: String, endpoint: S3Endpoint, path: String, query: [(String, String)], expires: Duration, now: Timestamp
    ) -> String {
        let (day, moment) = Self.stamp(now)
        let seconds = min(max(1, expires.components.seconds), 604_800)
        var parameters = query
        parameters += [
            ("X-Amz-Algorithm", "AWS4-HMAC-SHA256"), ("X-Amz-Credential", "\(accessKey)/\(scope(day))"),
            ("X-Amz-Date", moment), ("X-Amz-Expires", "\(seconds)"), ("X-Amz-SignedHeaders", "host"),
        ]
        let encoded = parameters.map { (PercentEncoding.encode($0.0), PercentEncoding.encode($0.1)) }
        let sorted = encoded.sorted { $0 < $1 }.map { "\($0.0)=\($0.1)" }.joined(separator: "&")
        let canonical = "\(method)\n\(path)\n\(sorted)\nhost:\(endpoint.host)\n\nhost\nUNSIGNED-PAYLOAD"
        let sent = encoded.map { "\($0.0)=\($0.1)" }.joined(separator: "&")
        let signature = sign(canonical, day: day, moment: moment)
        return "\(endpoint.scheme)://\(endpoint.host)\(path)?\(sent)&X-Amz-Signature=\(signature)"
    }

    /// The headers that a request must carry: its own and those of the signature, which covers them all.
    ///
    /// - Parameters:
    ///   - path: absolute and encoded.
    ///   - query: encoded and sorted.
    func headers(
        method: String, host: String, path: String, query: String, headers: [(String, String)], body: Digest, now: Timestamp
    ) -> [(String, String)] {
        let (day, moment) = Self.stamp(now)
        let sent = headers + [("x-amz-content-sha256", body.description), ("x-amz-date", moment)]
        let sorted = (sent + [("host", host)]).map { ($0.0.lowercased(), $0.1) }.sorted { $0.0 < $1.0 }
        let names = sorted.map(\.0).joined(separator: ";")
        let lines = sorted.map { "\($0.0):\($0.1)\n" }.joined()
        let signature = sign("\(method)\n\(path)\n\(query)\n\(lines)\n\(names)\n\(body)", day: day, moment: moment)
        let credential = "Credential=\(accessKey)/\(scope(day))"
        let authorization = "AWS4-HMAC-SHA256 \(credential), SignedHeaders=\(names), Signature=\(signature)"
        return sent + [("Authorization", authorization)]
    }

    private func scope(_ day: String) -> String { "\(day)/\(region)/s3/aws4_request" }

    private func sign(_ canonical: String, day: String, moment: String) -> String {
        let text = "AWS4-HMAC-SHA256\n\(moment)\n\(scope(day))\n\(SHA256.digest(canonical))"
        var key = Array("AWS4\(secretKey)".utf8)
        for part in [day, region, "s3", "aws4_request"] { key = HMACSHA256.sign(Array(part.utf8), key: key) }
        return Hex.encode(HMACSHA256.sign(Array(text.utf8), key: key))
    }

    /// `20261120` and `20261120T231504Z`.
    private static func stamp(_ now: Timestamp) -> (day: String, moment: String) {
        let digits = Timestamp(seconds: now.seconds).description.filter { $0 != "-" && $0 != ":" }
        return (String(digits.prefix(8)), digits)
    }
}
