import Core

/// The rules that stand before every handler.
enum AccessCheck {
    static func signedIn(_ principal: Principal?) throws -> Principal {
        guard let principal else { throw FoveaError(.unauthenticated, "Sign in, or send an API key as a Bearer token.") }
        return principal
    }

    /// A key without `write` reads only; what only administrators may do needs `admin` as well.
    static func scope(_ principal: Principal, _ method: HTTPMethod, administrative: Bool) throws {
        if administrative {
            guard principal.isAdministratorsAccount else { throw FoveaError(.forbidden, "Only an administrator may do this.") }
            guard principal.scopes.contains(.admin) else { throw missing(.admin) }
            return
        }
        let needed: Principal.Scope = method.isSafe ? .read : .write
        guard principal.scopes.contains(needed) || principal.scopes.contains(.admin) else { throw missing(needed) }
    }

    static func role(_ grant: Grant?, atLeast role: Role, of kind: ResourceKind) throws -> Grant {
        guard let grant else { throw FoveaError.notFound("The \(kind.name.replacingUnderscores)") }
        guard grant.role >= role else {
            throw FoveaError(.forbidden, "This needs the role \(role.rawValue); yours here is \(grant.role.rawValue).")
        }
        return grant
    }

    private static func missing(_ scope: Principal.Scope) -> FoveaError {
        FoveaError(.forbidden, "This API key lacks the scope \(scope.rawValue).")
    }
}

extension String {
    var replacingUnderscores: String { String(map { $0 == "_" ? " " : $0 }) }
}
