import Core
import Database

/// Who did what to whom: kept for administrators, written in the transaction of the deed.
public enum Audit {
    public static func record(
        _ connection: Connection, _ action: String, subject: String, by userID: ID?, address: String?, at now: Timestamp,
        details: JSON = [:]
    ) throws {
        try connection.execute(
            "INSERT INTO audit (id, at, user_id, action, subject, address, details) VALUES ($1, $2, $3, $4, $5, $6, $7)",
            ID.make(at: now), now, userID, action, subject, address, details)
    }
}

struct AuditEntry: WireObject {
    var id: ID
    var at: Timestamp
    var userID: ID?
    var username: String?
    var action: String
    var subject: String
    var address: String?
    var details: RawJSON

    static let fields = Fields<Self>(
        "AuditEntry",
        Field("id", \.id),
        Field("at", \.at),
        Field("user_id", \.userID),
        Field("username", \.username),
        Field("action", \.action),
        Field("subject", \.subject),
        Field("address", \.address),
        Field("details", \.details))

    /// Newest first.
    static func page(_ connection: Connection, before: ID?, limit: Int) throws -> [AuditEntry] {
        try connection.query(
            """
            SELECT a.id, a.at, a.user_id, u.username, a.action, a.subject, a.address, a.details FROM audit a
            LEFT JOIN users u ON u.id = a.user_id WHERE a.id < $1 ORDER BY a.id DESC LIMIT $2
            """, before ?? ID(high: .max, low: .max), limit
        ) { row in
            var read = row.reader()
            return AuditEntry(
                id: try read.id(), at: try read.time(), userID: try read.optionalID(), username: try read.optionalText(),
                action: try read.text(), subject: try read.text(), address: try read.optionalText(),
                details: RawJSON(trusted: try read.text()))
        }
    }
}
