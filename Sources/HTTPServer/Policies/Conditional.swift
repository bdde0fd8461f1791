/// Conditional requests (RFC 9110 section 13) for answers that carry an ETag.
enum Conditional {
    /// Turns a successful answer into 304 when the client already has it.
    static func apply(to response: inout HTTPResponse, for request: HTTPRequest) {
        guard request.method == .get || request.method == .head, response.status == 200, let etag = response.headers["ETag"],
            let known = request.headers["If-None-Match"], matches(etag, known)
        else { return }
        response.status = 304
        response.body = .empty
        response.headers["Content-Type"] = nil
        response.headers["Content-Length"] = nil
    }

    /// Weak comparison against a list of tags, or `*`.
    static func matches(_ etag: String, _ list: String) -> Bool {
        if list.split(separator: ",").count > 64 { return false }
        return list == "*" || list.split(separator: ",").contains { bare($0.trimmed) == bare(etag[...]) }
    }

    private static func bare(_ tag: Substring) -> Substring { tag.hasPrefix("W/") ? tag.dropFirst(2) : tag }
}
