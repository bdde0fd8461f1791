import Core

/// Who may use a route. Every route says one; there is no default.
public enum Access: Sendable {
    /// Everybody, signed in or not.
    case anyone
    case signedIn
    case administrator
    /// At least `role` in the project to which the resource named by a path parameter belongs. Somebody who may not see
    /// that project gets 404, as if nothing were there; too low a role gets 403.
    case member(Role, of: ResourceKind, by: String)
    /// The project is named in the body or query, so the handler asks (`call.require(role, of:, id)`) before it does
    /// anything. A handler that answers without having asked is a bug: its answer is withheld.
    case memberNamed(Role, by: String)
    /// The handler verifies a signature itself; says which.
    case verified(String)
}

/// A kind of thing that belongs to a project (or to a user): its name, and how the log and errors call it.
/// Features add theirs as static members and register with Identity how its project is found.
public struct ResourceKind: Hashable, Sendable, ExpressibleByStringLiteral {
    public let name: String
    public init(stringLiteral name: String) { self.name = name }

    public static let project: ResourceKind = "project"
}

extension Access {
    /// A role in the project that the path names as `{project_id}`.
    public static func project(_ role: Role) -> Access { .member(role, of: .project, by: "project_id") }
}
