import Core
import Database
import HTTPServer

/// Who a request comes from, and what they may see: Identity's answer to the router.
public struct Authentication: Authorizer {
    static let cookie = "fovea_session"
    private static let touchEvery = Duration.seconds(60)

    let database: Database
    let keys: IdentityKeys
    let clock: WallClock
    /// For each kind of thing, a statement that answers the project of the one with id `$1`.
    let projectOf: [ResourceKind: String]

    public func authenticate(_ request: HTTPRequest) async throws -> Principal? {
        if let header = request.headers["Authorization"] {
            let parts = header.split(separator: " ", maxSplits: 1)
            guard parts.count == 2, parts[0].lowercased() == "bearer" else {
                throw FoveaError(.unauthenticated, "Authorization must be: Bearer, a space, and a token or an API key.")
            }
            let token = String(parts[1])
            return token.hasPrefix(ApiKey.mark) ? try await apiKey(token) : try await session(token, .bearer)
        }
        guard let token = request.cookie(Self.cookie) else { return nil }
        let principal = try await session(token, .cookie)
        try checkCSRF(principal, request)
        return principal
    }

    /// Other sites can make a browser send the cookie, but cannot read the token that belongs to the session.
    private func checkCSRF(_ principal: Principal, _ request: HTTPRequest) throws {
        guard !request.method.isSafe, let sessionID = principal.sessionID else { return }
        let given = Array((request.headers["X-CSRF-Token"] ?? "").utf8)
        guard constantTimeEqual(given, Array(keys.csrfToken(sessionID).utf8)) else {
            throw FoveaError(.forbidden, "This request lacks the X-CSRF-Token of the session (GET /api/auth/me tells it).")
        }
    }

    private func session(_ text: String, _ means: Principal.Means) async throws -> Principal {
        let now = clock.now()
        guard let token = SessionToken(text, key: keys.session, now: now) else { throw Self.signInAgain }
        let found = try await database.read { connection in
            try connection.first(
                """
                SELECT u.username, u.is_admin, s.last_seen_at FROM sessions s JOIN users u ON u.id = s.user_id
                WHERE s.id = $1 AND s.user_id = $2 AND s.expires_at > $3 AND u.is_active = 1
                """, token.sessionID, token.userID, now
            ) { row in (try row.text(0), try row.bool(1), try row.time(2)) }
        }
        guard let (username, isAdministrator, lastSeen) = found else { throw Self.signInAgain }
        if now - lastSeen > Self.touchEvery { touch { try SessionStore.touch($0, token.sessionID, at: now) } }
        return Principal(
            userID: token.userID, username: username, isAdministrator: isAdministrator, sessionID: token.sessionID, means: means)
    }

    private func apiKey(_ text: String) async throws -> Principal {
        let now = clock.now(), hash = SHA256.digest(text)
        let found = try await database.read { connection in
            try connection.first(
                """
                SELECT k.id, k.user_id, u.username, u.is_admin, k.scopes, k.last_used_at FROM api_keys k
                JOIN users u ON u.id = k.user_id
                WHERE k.hash = $1 AND (k.expires_at IS NULL OR k.expires_at > $2) AND u.is_active = 1
                """, hash, now
            ) { row in
                let scopes = Set(ApiKeyStore.scopes(try row.text(4)))
                let principal = Principal(
                    userID: try row.id(1), username: try row.text(2), isAdministrator: try row.bool(3), scopes: scopes,
                    keyID: try row.id(0), means: .apiKey)
                return (principal, try row.optionalTime(5))
            }
        }
        guard let (principal, lastUsed) = found else {
            throw FoveaError(.unauthenticated, "This API key is unknown, expired or revoked.")
        }
        if let id = principal.keyID, lastUsed.map({ now - $0 > Self.touchEvery }) ?? true {
            touch { try ApiKeyStore.touch($0, id, at: now) }
        }
        return principal
    }

    /// When somebody was last seen is worth no wait and no failed request.
    private func touch(_ body: @escaping @Sendable (Connection) throws -> Void) {
        Task { try? await database.write(body) }
    }

    private static let signInAgain = FoveaError(.unauthenticated, "The session has ended. Sign in again.")

    public func grant(_ principal: Principal, _ kind: ResourceKind, _ id: ID) async throws -> Grant? {
        guard let statement = projectOf[kind] else { throw FoveaError.bug("nobody says whose a \(kind.name) is") }
        return try await database.read { connection in
            guard let projectID = try connection.first(statement, id, map: { try $0.optionalID(0) }) ?? nil else { return nil }
            return try Self.grant(connection, principal, projectID)
        }
    }

    private static func grant(_ connection: Connection, _ principal: Principal, _ projectID: ID) throws -> Grant? {
        if principal.isAdministrator { return Grant(role: .owner, projectID: projectID) }
        return try connection.first(
            """
            SELECT m.role, p.is_public FROM projects p LEFT JOIN members m ON m.project_id = p.id AND m.user_id = $2
            WHERE p.id = $1
            """, projectID, principal.userID
        ) { row in
            if let role = try row.optionalText(0) { return Role(rawValue: role).map { Grant(role: $0, projectID: projectID) } }
            return try row.bool(1) ? Grant(role: .viewer, isMember: false, projectID: projectID) : nil
        } ?? nil
    }
}
