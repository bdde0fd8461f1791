import Core
import Database
import HTTPServer

/// Accounts, how they sign in, and what they may do where.
public struct Identity: Sendable {
    public struct Options: Sendable {
        /// The server's master secret; keys for single purposes are derived from it.
        public var secret: [UInt8]
        public var sessionLife: Duration
        /// Anybody may register.
        public var isOpen: Bool
        /// People reach the server by https.
        public var isSecure: Bool
        /// Of the program, for the sign-in page.
        public var version: String
        public var hasher: PasswordHasher

        public init(
            secret: [UInt8], sessionLife: Duration = .seconds(8 * 3600), isOpen: Bool = false, isSecure: Bool = false,
            version: String = "", hasher: PasswordHasher = PasswordHasher()
        ) {
            self.secret = secret
            self.sessionLife = sessionLife
            self.isOpen = isOpen
            self.isSecure = isSecure
            self.version = version
            self.hasher = hasher
        }
    }

    public let accounts: Accounts
    public let authorizer: Authentication
    public let routes: [Route]

    /// - Parameter projectOf: for each kind of thing that features have, the statement that answers its project (`$1` is the id).
    public init(
        database: Database, options: Options, projectOf: [ResourceKind: String], clock: WallClock = .system
    ) {
        let keys = IdentityKeys(secret: options.secret)
        accounts = Accounts(
            database: database, hasher: options.hasher, keys: keys, clock: clock, isOpen: options.isOpen,
            sessionLife: options.sessionLife)
        authorizer = Authentication(database: database, keys: keys, clock: clock, projectOf: projectOf)
        routes =
            AuthRoutes(accounts: accounts, version: options.version, isSecure: options.isSecure).routes
            + UserRoutes(database: database, clock: clock).routes
            + ApiKeyRoutes(database: database, clock: clock).routes
            + MemberRoutes(database: database, clock: clock).routes
    }
}
