import Core
import Database
import HTTPServer

/// `/api/auth`: registering, signing in and out, one's own account. `/api/users/register` and `/login` are the same under
/// the names that other systems use.
struct AuthRoutes: Sendable {
    let accounts: Accounts
    let version: String
    /// The cookie is for TLS alone when people reach the server by https.
    let isSecure: Bool

    private var database: Database { accounts.database }
    private static let hasty = RateLimit.perMinute(60, burst: 20)
    /// One bucket, by whichever name the route is called.
    private static let signingIn = hasty.shared(as: "sign in"), registering = hasty.shared(as: "register")

    var routes: [Route] {
        [status, me, change, logout, sessions, endSession]
            + ["/api/auth", "/api/users"].flatMap { [register("\($0)/register"), login("\($0)/login")] }
    }

    private var status: Route {
        .get("/api/auth/status", "What the sign-in page must show", tag: "Accounts", access: .anyone, answer: AuthStatus.self) { call in
            let isFirst = try await accounts.isEmpty
            return AuthStatus(
                firstRun: isFirst, setupTokenRequired: isFirst && !call.request.isLoopback,
                registration: accounts.isOpen ? "open" : "closed", version: version)
        }
    }

    private func register(_ path: String) -> Route {
        .post(
            path, "Make an account", tag: "Accounts", access: .anyone, body: RegisterBody.self, answer: User.self, status: 201,
            rate: Self.registering
        ) { call, body in
            try Self.refuseSecretsInQuery(call)
            let request = call.request
            return try await accounts.register(body, isLoopback: request.isLoopback, address: request.remoteAddress)
        }
    }

    private func login(_ path: String) -> Route {
        .typed(
            .post, path, "Sign in: JSON or a form", tag: "Accounts", access: .anyone, query: Nothing.self, body: LoginBody.self,
            answer: LoginAnswer.self, acceptsForm: true, rate: Self.signingIn
        ) { call, _, body in
            try Self.refuseSecretsInQuery(call)
            // Another site must not sign somebody in here under a name of its own choosing.
            if body.cookie { try call.requireOwnOrigin() }
            let (token, session) = try await accounts.signIn(
                body, userAgent: call.request.headers["User-Agent"], address: call.request.remoteAddress)
            let seconds = Int(session.expires.seconds - accounts.clock.now().seconds)
            if body.cookie { call.setHeader("Set-Cookie", cookie(token, seconds)) }
            call.setHeader("Cache-Control", "no-store")
            return LoginAnswer(accessToken: token, expiresIn: seconds)
        }
    }

    private func cookie(_ token: String, _ seconds: Int) -> String {
        "\(Authentication.cookie)=\(token); Path=/; HttpOnly; SameSite=Strict; Max-Age=\(seconds)\(isSecure ? "; Secure" : "")"
    }

    private static func refuseSecretsInQuery(_ call: Call) throws {
        guard call.request.query.contains(where: { $0.name == "password" || $0.name == "token" }) else { return }
        throw FoveaError(
            .malformed, "Send the password in the body (JSON or a form), never in the address: addresses are logged along the way.",
            fields: [.init("password", "must be in the body")])
    }

    private var me: Route {
        .get("/api/auth/me", "The account that is signed in", tag: "Accounts", access: .signedIn, answer: User.self) { call in
            let principal = try call.user
            var user = try await database.read { try UserStore.find($0, principal.userID) }.orGone()
            if principal.means == .cookie { user.csrfToken = principal.sessionID.map(accounts.keys.csrfToken) }
            call.setHeader("Cache-Control", "no-store")
            return user
        }
    }

    private var change: Route {
        .patch(
            "/api/auth/me", "Change one's own account; a new password signs out everywhere else", tag: "Accounts",
            access: .signedIn, body: MePatch.self, answer: User.self, rate: Self.hasty
        ) { call, patch in
            let principal = try call.user
            try Self.refuseKeys(principal)
            if let given = patch.currentPassword {
                let hash = try await database.read { try UserStore.passwordHash($0, principal.userID) }
                guard try await accounts.hasher.verify(given, against: hash) else {
                    throw FoveaError.invalid("current_password", "is wrong")
                }
            }
            var hash: String?
            if let password = patch.password { hash = try await accounts.hasher.hash(password) }
            let newHash = hash, now = accounts.clock.now(), address = call.request.remoteAddress
            return try await database.write { connection in
                try UserStore.update(
                    connection, principal.userID, username: patch.username, email: patch.email, passwordHash: newHash)
                if newHash != nil { try SessionStore.deleteOthers(connection, of: principal.userID, but: principal.sessionID) }
                try Audit.record(
                    connection, newHash == nil ? "user.change" : "user.change_password", subject: principal.username,
                    by: principal.userID, address: address, at: now)
                return try UserStore.find(connection, principal.userID).orGone()
            }
        }
    }

    /// How somebody signs in, and where they are, is not for their programs to change.
    static func refuseKeys(_ principal: Principal) throws {
        guard principal.means == .apiKey else { return }
        throw FoveaError(.forbidden, "An API key cannot change how its owner signs in. Sign in instead.")
    }

    private var logout: Route {
        .post("/api/auth/logout", "End this session", tag: "Accounts", access: .signedIn, answer: NoContent.self) { call in
            let principal = try call.user
            guard let sessionID = principal.sessionID else {
                throw FoveaError(.conflict, "An API key has no session to end. Delete the key instead.")
            }
            _ = try await database.write { try SessionStore.delete($0, sessionID, of: principal.userID) }
            call.setHeader("Set-Cookie", cookie("", 0))
            return NoContent()
        }
    }

    private var sessions: Route {
        .get(
            "/api/auth/sessions", "Where one is signed in", tag: "Accounts", access: .signedIn, answer: Page<Session>.self
        ) { call in
            let principal = try call.user, now = accounts.clock.now()
            let sessions = try await database.read {
                try SessionStore.ofUser($0, principal.userID, current: principal.sessionID, now: now)
            }
            return Page(items: sessions, total: sessions.count)
        }
    }

    private var endSession: Route {
        .delete("/api/auth/sessions/{session_id}", "Sign out somewhere else", tag: "Accounts", access: .signedIn) { call in
            let principal = try call.user, id = try call.id("session_id")
            try Self.refuseKeys(principal)
            guard try await database.write({ try SessionStore.delete($0, id, of: principal.userID) }) else {
                throw FoveaError.notFound("The session")
            }
        }
    }
}

extension Optional where Wrapped == User {
    /// An account that was there a moment ago.
    func orGone() throws -> User {
        guard let self else { throw FoveaError.notFound("The account") }
        return self
    }
}
