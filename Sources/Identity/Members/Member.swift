import Core
import Database
import HTTPServer

/// Somebody's role in a project.
struct Member: WireObject {
    var userID: ID
    var username: String
    /// Nil where the caller has no business with it.
    var email: String?
    var role: Role
    var createdAt: Timestamp

    static let fields = Fields<Self>(
        "Member",
        Field("user_id", \.userID),
        Field("username", \.username),
        Field("email", \.email, "Told to the project's owners, to administrators and to the member; null for others."),
        Field("role", \.role),
        Field("created_at", \.createdAt))

    /// As somebody sees it who is no owner of the project.
    func seen(by userID: ID) -> Member {
        guard userID != self.userID else { return self }
        var member = self
        member.email = nil
        return member
    }
}

struct MemberBody: WireInput {
    var userID: ID?
    var username: String?
    var email: String?
    var role = Role.viewer

    static let fields = Fields<Self>(
        "MemberBody",
        Field("user_id", \.userID),
        Field("username", \.username, .length(1...254)),
        Field("email", \.email, .length(1...254)),
        Field("role", \.role)
    ) { body, path, problems in
        if body.userID == nil && body.username == nil && body.email == nil {
            problems.add(path.member("username"), "or email or user_id is required")
        }
    }
}

struct MemberPatch: WireInput {
    var role = Role.viewer
    static let fields = Fields<Self>("MemberPatch", Field("role", \.role))
}

/// SQL of members. A project always keeps an owner.
enum MemberStore {
    private static let select = """
        SELECT m.user_id, u.username, u.email, m.role, m.created_at FROM members m JOIN users u ON u.id = m.user_id
        """

    private static func read(_ row: Row) throws -> Member {
        var read = row.reader()
        return Member(
            userID: try read.id(), username: try read.text(), email: try read.text(), role: try read.value(),
            createdAt: try read.time())
    }

    static func page(_ connection: Connection, _ projectID: ID, after: ID?, limit: Int) throws -> [Member] {
        try connection.query(
            "\(select) WHERE m.project_id = $1 AND m.user_id > $2 ORDER BY m.user_id LIMIT $3", projectID,
            after ?? ID(high: 0, low: 0), limit, map: read)
    }

    static func find(_ connection: Connection, _ projectID: ID, _ userID: ID) throws -> Member? {
        try connection.first("\(select) WHERE m.project_id = $1 AND m.user_id = $2", projectID, userID, map: read)
    }

    static func insert(_ connection: Connection, _ projectID: ID, _ userID: ID, _ role: Role, at now: Timestamp) throws {
        let added = try connection.execute(
            """
            INSERT INTO members (project_id, user_id, role, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING
            """, projectID, userID, role.rawValue, now)
        guard added == 1 else { throw FoveaError(.conflict, "They are a member already. Change their role instead.") }
    }

    static func setRole(_ connection: Connection, _ projectID: ID, _ member: Member, _ role: Role) throws {
        if role != .owner { try requireAnotherOwner(connection, projectID, than: member) }
        try connection.execute(
            "UPDATE members SET role = $3 WHERE project_id = $1 AND user_id = $2", projectID, member.userID, role.rawValue)
    }

    static func delete(_ connection: Connection, _ projectID: ID, _ member: Member) throws {
        try requireAnotherOwner(connection, projectID, than: member)
        try connection.execute("DELETE FROM members WHERE project_id = $1 AND user_id = $2", projectID, member.userID)
    }

    /// Two owners who step down at the same moment see each other's row locked, one after the other.
    private static func requireAnotherOwner(_ connection: Connection, _ projectID: ID, than member: Member) throws {
        guard member.role == .owner else { return }
        let owners = try connection.query(
            "SELECT user_id FROM members WHERE project_id = $1 AND role = 'owner' ORDER BY user_id\(connection.dialect.forUpdate)",
            projectID
        ) { try $0.id(0) }
        guard owners.contains(where: { $0 != member.userID }) else {
            throw FoveaError(.conflict, "A project needs an owner. Make somebody else one first.")
        }
    }
}
