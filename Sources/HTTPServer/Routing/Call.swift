import Core

/// One request on its way through a handler: who asks, what for, with which rights.
public struct Call: Sendable {
    public let request: HTTPRequest
    public let principal: Principal?
    /// What `.member` access found.
    public let grant: Grant?
    public let logger: Logger
    let parameters: [(name: String, value: String)]
    let authorizer: any Authorizer
    let configuration: RouterConfiguration
    /// Asks again who this is and what they may do: for calls that last.
    let renew: @Sendable () async throws -> Call
    let state: CallState

    /// A path parameter, percent-decoded.
    public func text(_ name: String) -> String { parameters.first { $0.name == name }?.value ?? "" }

    /// A path parameter that is an id. Anything else names nothing: 404.
    public func id(_ name: String) throws -> ID {
        guard let id = ID(text(name)) else { throw FoveaError.notFound("What \(name) names") }
        return id
    }

    /// Who is signed in. Throws `unauthenticated` on routes that let strangers in.
    public var user: Principal {
        get throws { try AccessCheck.signedIn(principal) }
    }

    /// For routes open to anyone: who asks, if they say so validly.
    public func authenticate() async throws -> Principal? { try await authorizer.authenticate(request) }

    /// For an answer that gives a browser a cookie: refuses what a page of another site made the browser send.
    public func requireOwnOrigin() throws { try OriginCheck.check(request, configuration, isWebSocket: false) }

    /// At least `role` on a resource that the body or query names: 404 when the caller may not see it, 403 when their role
    /// is too low.
    @discardableResult
    public func require(_ role: Role, of kind: ResourceKind = .project, _ id: ID) async throws -> Grant {
        let grant = try await authorizer.grant(user, kind, id)
        state.asked()
        return try AccessCheck.role(grant, atLeast: role, of: kind)
    }

    /// For a handler with `.memberNamed` access that filters by what the caller may see, instead of asking for one project.
    public func restrictsToCaller() { state.asked() }

    /// A header of the answer to come (`Set-Cookie` may be set several times).
    public func setHeader(_ name: String, _ value: String) { state.add(name, value) }

    /// Another status than the route's own, as 202.
    public func setStatus(_ status: Int) { state.set(status: status) }
}

/// What a handler decides about its answer besides the value.
final class CallState: Sendable {
    private struct State {
        var headers: [(String, String)] = []
        var status: Int?
        var hasAsked = false
    }

    private let state = Lock(State())

    func add(_ name: String, _ value: String) { state.withLock { $0.headers.append((name, value)) } }
    func set(status: Int) { state.withLock { $0.status = status } }
    func asked() { state.withLock { $0.hasAsked = true } }
    var hasAsked: Bool { state.withLock { $0.hasAsked } }

    func apply(to response: inout HTTPResponse) {
        state.withLock { state in
            if let status = state.status { response.status = status }
            for (name, value) in state.headers {
                if Headers.same(name, "Set-Cookie") { response.headers.add(name, value) } else { response.headers[name] = value }
            }
        }
    }
}
