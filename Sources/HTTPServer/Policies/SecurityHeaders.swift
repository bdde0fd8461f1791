/// What every answer says to browsers. A handler that sets one of these itself keeps its own.
enum SecurityHeaders {
    static func apply(to response: inout HTTPResponse, requestID: String?) {
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers.setDefault("Referrer-Policy", "no-referrer")
        response.headers.setDefault("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox")
        response.headers.setDefault("X-Frame-Options", "DENY")
        response.headers.setDefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setDefault("Cache-Control", "no-store")
        if let requestID { response.headers["X-Request-Id"] = requestID }
    }
}
