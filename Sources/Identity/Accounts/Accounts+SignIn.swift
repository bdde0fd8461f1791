import Core
import Database

extension Accounts {
    /// Signs in and answers the token and the session's end.
    func signIn(_ body: LoginBody, userAgent: String?, address: String) async throws -> (token: String, session: SessionToken) {
        let name = (body.username ?? body.email ?? "").lowercased(), now = clock.now()
        let attempt = try await begin(name, address, now)
        guard try await hasher.verify(body.password, against: attempt.hash), let user = attempt.user, user.isActive else {
            try await database.write { connection in
                try Audit.record(
                    connection, "login.failed", subject: String(name.prefix(254)), by: attempt.user?.id, address: address, at: now)
            }
            throw FoveaError(.unauthenticated, "The name or the password is wrong.")
        }
        let session = SessionToken(sessionID: .make(at: now), userID: user.id, expires: now.advanced(by: sessionLife))
        try await database.write { connection in
            try ThrottleStore.forget(connection, attempt.pair)
            try ThrottleStore.undo(connection, attempt.shared)
            try KnownAddresses.add(connection, user.id, address, at: now)
            try SessionStore.insert(connection, session, userAgent: userAgent, address: address, at: now)
            try UserStore.signedIn(connection, user.id, at: now)
            try Audit.record(connection, "login", subject: user.username, by: user.id, address: address, at: now)
        }
        return (session.signed(with: keys.session), session)
    }

    private struct Attempt: Sendable {
        var user: User?
        var hash: String?
        let pair: ThrottleSubject
        /// Counts that other people's attempts are in.
        let shared: [ThrottleSubject]
    }

    /// Counts an attempt before the password is looked at.
    private func begin(_ name: String, _ address: String, _ now: Timestamp) async throws -> Attempt {
        try await database.write { connection in
            let user = try UserStore.find(connection, named: name)
            let isKnown = try user.map { try KnownAddresses.contains(connection, $0.id, address) } ?? false
            let pair = ThrottleSubject.pair(name, address)
            let shared: [ThrottleSubject] = [.address(address)] + (isKnown ? [] : [.name(name)])
            try ThrottleStore.begin(connection, shared + [pair], now: now)
            let hash = try user.flatMap { try UserStore.passwordHash(connection, $0.id) }
            return Attempt(user: user, hash: hash, pair: pair, shared: shared)
        }
    }
}
