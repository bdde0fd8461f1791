import Core

/// Presigned URLs by AWS Signature Version 4 with the signature in the query ("Authenticating Requests: Using Query
/// Parameters", Amazon S3 API reference). Only the host is signed, so any body and Content-Type may be sent.
enum SigV4 {
    /// - Parameters:
    ///   - path: absolute and encoded.
    ///   - query: more parameters of the request, not encoded.
    static func presign(
        method: String, endpoint: S3Endpoint, path: String, query: [(String, String)], settings: S3Settings,
        expires: Duration, now: Timestamp
    ) -> String {
        let (day, moment) = stamp(now)
        let scope = "\(day)/\(settings.region)/s3/aws4_request"
        let seconds = min(max(1, expires.components.seconds), 604_800)
        var parameters = query
        parameters += [
            ("X-Amz-Algorithm", "AWS4-HMAC-SHA256"), ("X-Amz-Credential", "\(settings.accessKey)/\(scope)"),
            ("X-Amz-Date", moment), ("X-Amz-Expires", "\(seconds)"), ("X-Amz-SignedHeaders", "host"),
        ]
        let encoded = parameters.map { (PercentEncoding.encode($0.0), PercentEncoding.encode($0.1)) }
        let canonicalQuery = encoded.sorted { $0 < $1 }.map { "\($0.0)=\($0.1)" }.joined(separator: "&")
        let canonical = "\(method)\n\(path)\n\(canonicalQuery)\nhost:\(endpoint.host)\n\nhost\nUNSIGNED-PAYLOAD"
        let toSign = "AWS4-HMAC-SHA256\n\(moment)\n\(scope)\n\(SHA256.digest(canonical))"
        var key = Array("AWS4\(settings.secretKey)".utf8)
        for part in [day, settings.region, "s3", "aws4_request"] { key = HMACSHA256.sign(Array(part.utf8), key: key) }
        let signature = Hex.encode(HMACSHA256.sign(Array(toSign.utf8), key: key))
        let sent = encoded.map { "\($0.0)=\($0.1)" }.joined(separator: "&")
        return "\(endpoint.scheme)://\(endpoint.host)\(path)?\(sent)&X-Amz-Signature=\(signature)"
    }

    /// `20261120` and `20261120T231504Z`.
    static func stamp(_ now: Timestamp) -> (day: String, moment: String) {
        let digits = Timestamp(seconds: now.seconds).description.filter { $0 != "-" && $0 != ":" }
        return (String(digits.prefix(8)), digits)
    }
}
