import Core

/// Takes a request through access, limits and decoding to its handler, and its answer or error back out. Knows nothing of
/// sockets: tests call it directly.
public final class Router: Sendable {
    public let routes: [Route]
    public let configuration: RouterConfiguration
    let authorizer: any Authorizer
    let limiter: RateLimiter
    /// Answers what no route does: the browser's interface.
    let fallback: (@Sendable (HTTPRequest) async -> HTTPResponse?)?
    private let trie: RouteTrie
    private let metrics: RequestMetrics

    /// Throws when two routes have the same method and path.
    public init(
        _ routes: [Route], authorizer: any Authorizer, configuration: RouterConfiguration = RouterConfiguration(),
        fallback: (@Sendable (HTTPRequest) async -> HTTPResponse?)? = nil
    ) throws {
        // The route that shows the figures stands among those that they count.
        let counted = Lock<RequestMetrics?>(nil)
        let described = routes + [MetricsRoute.make({ counted.withLock { $0 } }, configuration)]
        let all = (described + OpenAPI.routes(for: described, configuration)).map { $0.taking(json: configuration.jsonLimit) }
        var trie = RouteTrie()
        for (index, route) in all.enumerated() {
            guard trie.add(route.method, route.pattern, route: index) else {
                throw FoveaError.bug("two routes for \(route.method.rawValue) \(route.pattern)")
            }
        }
        self.routes = all
        self.trie = trie
        self.authorizer = authorizer
        self.configuration = configuration
        self.fallback = fallback
        limiter = RateLimiter(clock: configuration.clock)
        let metrics = RequestMetrics(all)
        self.metrics = metrics
        counted.withLock { $0 = metrics }
    }

    /// Never fails: an error is an answer too.
    public func handle(_ request: HTTPRequest) async -> HTTPResponse {
        let watch = Stopwatch()
        return await Logger.$context.withValue([("request_id", .string(request.id))]) {
            var response: HTTPResponse
            var route: Int?
            do {
                response = try await answer(request, &route)
            } catch {
                response = render(error, request)
            }
            finish(&response, for: request)
            metrics.record(route: route, status: response.status, watch.elapsed)
            if configuration.accessLog { log(request, response, watch) }
            return response
        }
    }

    private func answer(_ request: HTTPRequest, _ route: inout Int?) async throws -> HTTPResponse {
        try CredentialsInQuery.check(request)
        if request.method == .options, let preflight = CORS.preflight(request, configuration) { return preflight }
        let segments = try Router.segments(of: request.path)
        switch trie.resolve(request.method, segments) {
        case .found(let match):
            route = match.route
            return try await run(routes[match.route], match.values, request)
        case .wrongMethod(let allowed):
            if request.method == .options { return HTTPResponse(status: 204, headers: ["Allow": Router.list(allowed)]) }
            let error = FoveaError(.methodNotAllowed, "\(request.method.rawValue) is not possible here; \(Router.list(allowed)) are.")
            var response = Problem.response(error, requestID: request.id)
            response.headers["Allow"] = Router.list(allowed)
            return response
        case .nothing:
            if !Self.reserved.contains(segments.first ?? ""), request.method.isSafe, let response = await fallback?(request) { return response }
            throw FoveaError(.notFound, "There is nothing at \(request.path.prefix(200)).")
        }
    }

    /// Where programs look, not people: nothing of the interface is answered below these.
    private static let reserved: Set<String> = ["api", "ws", "files", "metrics"]

    private static func list(_ methods: [HTTPMethod]) -> String { methods.map(\.rawValue).joined(separator: ", ") }

    /// Percent-decoded segments; `/api/v1/...` is `/api/...`, and a trailing slash changes nothing.
    static func segments(of path: String) throws -> [String] {
        var out: [String] = []
        for part in path.split(separator: "/", omittingEmptySubsequences: false).dropFirst() {
            guard let segment = URLText.decode(part) else {
                throw FoveaError(.malformed, "The address is not validly percent-encoded UTF-8.")
            }
            out.append(segment)
        }
        if out.last?.isEmpty == true { out.removeLast() }
        if out.count >= 2, out[0] == "api", out[1] == "v1" { out.remove(at: 1) }
        return out
    }

    private func log(_ request: HTTPRequest, _ response: HTTPResponse, _ watch: Stopwatch) {
        configuration.logger.info(
            "request",
            [
                "method": .string(request.method.rawValue), "path": .string(request.path), "status": .int(Int64(response.status)),
                "ms": .double((watch.milliseconds * 1000).rounded() / 1000), "bytes": response.body.length.map { .int($0) } ?? .null,
                "address": .string(request.remoteAddress), "user_agent": request.headers["User-Agent"].map { .string($0) } ?? .null,
            ])
    }

    private func render(_ error: any Error, _ request: HTTPRequest) -> HTTPResponse {
        let error = Problem.error(from: error)
        if error.kind == .internal || error.underlying != nil {
            configuration.logger.error(
                "request_failed",
                [
                    "method": .string(request.method.rawValue), "path": .string(request.path), "error": .string(error.description),
                ])
        }
        return Problem.response(error, requestID: request.id)
    }
}
