import Core
import Database

/// Lets one person register while registration is closed.
struct Invitation: WireObject {
    var id: ID
    var email: String?
    var createdAt: Timestamp
    var expiresAt: Timestamp
    var token: String?

    static let fields = Fields<Self>(
        "Invitation",
        Field("id", \.id),
        Field("email", \.email),
        Field("created_at", \.createdAt),
        Field("expires_at", \.expiresAt),
        Field("token", \.token, "Only in the answer that made it.", optional: true))
}

struct InvitationBody: WireInput {
    var email: String?
    static let fields = Fields<Self>(
        "InvitationBody", Field("email", \.email, .length(3...254), .email, "Only this address may use it.", optional: true))
}

/// SQL of invitations.
enum InvitationStore {
    static let life = Duration.seconds(7 * 86400)

    static func create(_ connection: Connection, _ body: InvitationBody, by userID: ID, at now: Timestamp) throws -> Invitation {
        let token = SecureRandom.token()
        let invitation = Invitation(
            id: .make(at: now), email: body.email, createdAt: now, expiresAt: now.advanced(by: life), token: token)
        try connection.execute(
            "INSERT INTO invitations (id, email, hash, created_by, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6)",
            invitation.id, invitation.email, SHA256.digest(token), userID, now, invitation.expiresAt)
        return invitation
    }

    static func all(_ connection: Connection, now: Timestamp) throws -> [Invitation] {
        try connection.query(
            "SELECT id, email, created_at, expires_at FROM invitations WHERE expires_at > $1 ORDER BY id DESC", now
        ) { row in
            Invitation(
                id: try row.id(0), email: try row.optionalText(1), createdAt: try row.time(2), expiresAt: try row.time(3), token: nil)
        }
    }

    static func delete(_ connection: Connection, _ id: ID) throws -> Bool {
        try connection.execute("DELETE FROM invitations WHERE id = $1", id) > 0
    }

    /// Uses an invitation up; false when there is none such for this address.
    static func redeem(_ connection: Connection, _ token: String, email: String, now: Timestamp) throws -> Bool {
        try connection.execute(
            "DELETE FROM invitations WHERE hash = $1 AND expires_at > $2 AND (email IS NULL OR lower(email) = $3)",
            SHA256.digest(token), now, email.lowercased()) > 0
    }
}
