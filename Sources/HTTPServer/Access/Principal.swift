import Core

/// Who asks: an account, and by which credential.
public struct Principal: Sendable {
    public enum Scope: String, WireEnum { case read, write, admin }
    public enum Means: Sendable { case cookie, bearer, apiKey }

    public var userID: ID
    public var username: String
    /// Whether the account is an administrator's, whatever this credential may be used for.
    public var isAdministratorsAccount: Bool
    /// What the credential may be used for; a session has all of them.
    public var scopes: Set<Scope>
    public var sessionID: ID?
    public var keyID: ID?
    public var means: Means

    public init(
        userID: ID, username: String, isAdministrator: Bool, scopes: Set<Scope> = [.read, .write, .admin], sessionID: ID? = nil,
        keyID: ID? = nil, means: Means
    ) {
        self.userID = userID
        self.username = username
        isAdministratorsAccount = isAdministrator
        self.scopes = scopes
        self.sessionID = sessionID
        self.keyID = keyID
        self.means = means
    }

    /// Whether it may do all: a key without that scope has no more than its owner's roles.
    public var isAdministrator: Bool { isAdministratorsAccount && scopes.contains(.admin) }
}

/// What a principal may do with one resource.
public struct Grant: Sendable {
    public var role: Role
    /// False when the role is only what a public project gives to everybody.
    public var isMember: Bool
    /// Nil for a resource that belongs to a user and to no project.
    public var projectID: ID?

    public init(role: Role, isMember: Bool = true, projectID: ID?) {
        self.role = role
        self.isMember = isMember
        self.projectID = projectID
    }
}

/// Who somebody is and what they may see. Identity implements it; the composition root hands it to the router.
public protocol Authorizer: Sendable {
    /// Nil when the request bears no credential; throws `FoveaError.unauthenticated` when it bears one that is not valid
    /// (or a cookie without its CSRF token on a method that changes something).
    func authenticate(_ request: HTTPRequest) async throws -> Principal?

    /// What `principal` may do with a resource; nil when it does not exist or they may not see it. Administrators get
    /// `owner` of all that exists.
    func grant(_ principal: Principal, _ kind: ResourceKind, _ id: ID) async throws -> Grant?
}
