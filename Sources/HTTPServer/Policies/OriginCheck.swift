import Core

/// A cookie goes along with requests that other sites make a browser send. Where one is the credential, a request that
/// changes something, or opens a WebSocket, must come from a page of this server (or of an origin that the operator allowed).
enum OriginCheck {
    static func check(_ request: HTTPRequest, _ configuration: RouterConfiguration, isWebSocket: Bool) throws {
        guard isWebSocket || !request.method.isSafe else { return }
        if let origin = request.headers["Origin"] {
            guard isAllowed(origin, request, configuration) else { throw refused }
        } else if isWebSocket {
            throw refused
        } else if let site = request.headers["Sec-Fetch-Site"], site == "cross-site" || site == "same-site" {
            throw refused
        }
    }

    private static func isAllowed(_ origin: String, _ request: HTTPRequest, _ configuration: RouterConfiguration) -> Bool {
        if configuration.ownOrigins.contains(origin) || configuration.corsOrigins.contains(origin) { return true }
        guard let host = request.headers["Host"], !host.isEmpty else { return false }
        return origin == "http://\(host)" || origin == "https://\(host)"
    }

    private static var refused: FoveaError {
        FoveaError(.forbidden, "This request comes from another site. Use Fovea's own pages, or an API key.")
    }
}
