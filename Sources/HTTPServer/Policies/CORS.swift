import Core

/// Cross-origin resource sharing (Fetch standard) for the origins in `FOVEA_CORS_ORIGINS`.
enum CORS {
    static func preflight(_ request: HTTPRequest, _ configuration: RouterConfiguration) -> HTTPResponse? {
        guard request.headers.contains("Access-Control-Request-Method"), let origin = allowed(request, configuration) else { return nil }
        var headers = Headers()
        add(origin, to: &headers)
        headers["Access-Control-Allow-Methods"] = "GET, HEAD, POST, PUT, PATCH, DELETE"
        headers["Access-Control-Allow-Headers"] = "Authorization, Content-Type, X-CSRF-Token, If-None-Match, If-Match, Range"
        headers["Access-Control-Max-Age"] = "600"
        return HTTPResponse(status: 204, headers: headers)
    }

    static func apply(to response: inout HTTPResponse, for request: HTTPRequest, _ configuration: RouterConfiguration) {
        guard !configuration.corsOrigins.isEmpty else { return }
        response.headers.add("Vary", "Origin")
        guard let origin = allowed(request, configuration) else { return }
        add(origin, to: &response.headers)
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        response.headers["Access-Control-Expose-Headers"] = "ETag, Location, Retry-After, X-Request-Id, Content-Range"
    }

    private static func allowed(_ request: HTTPRequest, _ configuration: RouterConfiguration) -> String? {
        guard let origin = request.headers["Origin"] else { return nil }
        if configuration.corsOrigins.contains(origin) { return origin }
        return configuration.corsOrigins.contains("*") ? "*" : nil
    }

    private static func add(_ origin: String, to headers: inout Headers) {
        headers["Access-Control-Allow-Origin"] = origin
        if origin != "*" { headers["Access-Control-Allow-Credentials"] = "true" }
    }
}
