import Core
import Database

/// Making accounts and signing in: one way for the API, the command line and the demo.
public struct Accounts: Sendable {
    let database: Database
    let hasher: PasswordHasher
    let keys: IdentityKeys
    let clock: WallClock
    let isOpen: Bool
    let sessionLife: Duration

    /// Adds an account by an administrator's word (the command line): no invitation is asked for.
    public func create(username: String, email: String, password: String, isAdministrator: Bool) async throws -> User {
        var body = RegisterBody()
        body.username = username
        body.email = email
        body.password = password
        // The command line is held to the same rules as the API.
        let checked = try RegisterBody.decode(JSON.parse(body.encoded()))
        let hash = try await hasher.hash(checked.password), now = clock.now()
        return try await database.write { connection in
            let isFirst = try UserStore.isEmpty(connection)
            let user = try UserStore.insert(
                connection, username: checked.username, email: checked.email, passwordHash: hash,
                isAdmin: isAdministrator || isFirst, isFirst: isFirst, at: now)
            try Audit.record(connection, "user.create", subject: user.username, by: nil, address: nil, at: now)
            return user
        }
    }

    /// Sets a password and signs its owner out everywhere.
    public func resetPassword(of name: String, to password: String) async throws {
        let hash = try await hasher.hash(password), now = clock.now()
        try await database.write { connection in
            guard let user = try UserStore.find(connection, named: name) else { throw FoveaError.notFound("An account \"\(name)\"") }
            try UserStore.update(connection, user.id, username: nil, email: nil, passwordHash: hash)
            try SessionStore.deleteOthers(connection, of: user.id, but: nil)
            for name in [user.username, user.email] { try ThrottleStore.forget(connection, name: name.lowercased()) }
            try Audit.record(connection, "user.reset_password", subject: user.username, by: nil, address: nil, at: now)
        }
    }

    public func list() async throws -> [User] { try await database.read { try UserStore.page($0, after: nil, limit: 100_000) } }

    /// For commands that act in somebody's name: the one given, else the first administrator.
    public func acting(as name: String?) async throws -> User {
        let user = try await database.read { connection in
            if let name { try UserStore.find(connection, named: name) } else { try UserStore.firstAdministrator(connection) }
        }
        if let user { return user }
        let what = name.map { "There is no account \"\($0)\"." } ?? "There is no administrator yet."
        throw FoveaError(.notFound, "\(what) `fovea user create NAME --admin` makes one.")
    }

    public var isEmpty: Bool {
        get async throws { try await database.read { try UserStore.isEmpty($0) } }
    }

    /// What makes the first administrator from another machine.
    public var setupToken: String { keys.setupToken }
}

extension Accounts {
    /// The first account becomes administrator; after that registration is open, or needs an invitation.
    func register(_ body: RegisterBody, isLoopback: Bool, address: String) async throws -> User {
        let now = clock.now()
        let isFirst = try await database.read { try UserStore.isEmpty($0) }
        if isFirst { try requireSetup(body, isLoopback) } else if !isOpen && body.invitation == nil { throw Self.closed }
        let hash = try await hasher.hash(body.password)
        return try await database.write { [isOpen] connection in
            // Somebody else may have been first meanwhile; then this is a registration like any other.
            let isFirst = try UserStore.isEmpty(connection)
            if !isFirst, !isOpen {
                guard let invitation = body.invitation,
                    try InvitationStore.redeem(connection, invitation, email: body.email, now: now)
                else { throw Self.closed }
            }
            let user = try UserStore.insert(
                connection, username: body.username, email: body.email, passwordHash: hash, isAdmin: isFirst, isFirst: isFirst,
                at: now)
            try Audit.record(connection, "user.register", subject: user.username, by: user.id, address: address, at: now)
            return user
        }
    }

    private func requireSetup(_ body: RegisterBody, _ isLoopback: Bool) throws {
        if isLoopback { return }
        guard let given = body.setupToken, constantTimeEqual(Array(given.utf8), Array(keys.setupToken.utf8)) else {
            throw FoveaError(
                .forbidden, "From another machine the first account needs the one-time token that the server printed when it started.",
                fields: [.init("setup_token", "is missing or wrong")])
        }
    }

    private static let closed = FoveaError(
        .forbidden, "Registration is closed here. Ask an administrator for an invitation.")
}
