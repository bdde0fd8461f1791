import Core

extension Router {
    /// One route: who asks, whether they may, how often, how much they send; then the handler.
    func run(_ route: Route, _ values: [String], _ request: HTTPRequest) async throws -> HTTPResponse {
        let parameters = zip(route.pattern.parameterNames, values).map { (name: $0, value: $1) }
        var request = request
        request.body.limit = route.bodyLimit
        let call = try await admit(route, parameters, request)
        try throttle(route, call.principal, request)
        if let declared = request.body.declaredLength, declared > route.bodyLimit { throw RequestBody.tooLarge(route.bodyLimit) }
        var response = try await route.handle(call)
        if case .memberNamed = route.access, !call.state.hasAsked {
            throw FoveaError.bug("\(route.method.rawValue) \(route.pattern) answered without asking for the caller's role")
        }
        call.state.apply(to: &response)
        return response
    }

    private func admit(_ route: Route, _ parameters: [(name: String, value: String)], _ request: HTTPRequest) async throws -> Call {
        let (principal, grant) = try await access(route, parameters, request)
        return Call(
            request: request, principal: principal, grant: grant, logger: configuration.logger, parameters: parameters,
            authorizer: authorizer, configuration: configuration, renew: { try await self.admit(route, parameters, request) },
            state: CallState())
    }

    private func access(
        _ route: Route, _ parameters: [(name: String, value: String)], _ request: HTTPRequest
    ) async throws -> (Principal?, Grant?) {
        switch route.access {
        case .anyone, .verified: return (nil, nil)
        case .signedIn, .memberNamed: return (try await principal(route, request), nil)
        case .administrator: return (try await principal(route, request, administrative: true), nil)
        case .member(let role, let kind, let name):
            let principal = try await principal(route, request)
            let id = parameters.first { $0.name == name }.flatMap { ID($0.value) }
            let grant = if let id { try await authorizer.grant(principal, kind, id) } else { Grant?.none }
            return (principal, try AccessCheck.role(grant, atLeast: role, of: kind))
        }
    }

    private func principal(_ route: Route, _ request: HTTPRequest, administrative: Bool = false) async throws -> Principal {
        let principal = try AccessCheck.signedIn(try await authorizer.authenticate(request))
        if principal.means == .cookie { try OriginCheck.check(request, configuration, isWebSocket: route.isWebSocket) }
        try AccessCheck.scope(principal, request.method, administrative: administrative)
        return principal
    }

    private func throttle(_ route: Route, _ principal: Principal?, _ request: HTTPRequest) throws {
        guard let rate = route.rate else { return }
        let who = principal.map { $0.userID.description } ?? request.remoteAddress
        let bucket = rate.name ?? "\(route.method.rawValue) \(route.pattern)"
        guard let wait = limiter.take("\(bucket) \(who)", rate) else { return }
        throw FoveaError(.throttled, "Too many requests; try again in \(wait) s.", retryAfter: wait)
    }
}
