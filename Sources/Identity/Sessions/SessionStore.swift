import Core
import Database

/// A place where somebody is signed in.
struct Session: WireObject {
    var id: ID
    var createdAt: Timestamp
    var expiresAt: Timestamp
    var lastSeenAt: Timestamp
    var userAgent: String?
    var address: String?
    var current: Bool

    static let fields = Fields<Self>(
        "Session",
        Field("id", \.id),
        Field("created_at", \.createdAt),
        Field("expires_at", \.expiresAt),
        Field("last_seen_at", \.lastSeenAt),
        Field("user_agent", \.userAgent),
        Field("address", \.address),
        Field("current", \.current, "The one that asks."))
}

/// SQL of sessions.
enum SessionStore {
    static func insert(
        _ connection: Connection, _ token: SessionToken, userAgent: String?, address: String?, at now: Timestamp
    ) throws {
        try connection.execute(
            """
            INSERT INTO sessions (id, user_id, created_at, expires_at, last_seen_at, user_agent, address)
            VALUES ($1, $2, $3, $4, $3, $5, $6)
            """, token.sessionID, token.userID, now, token.expires, userAgent.map { String($0.prefix(300)) }, address)
        try connection.execute("DELETE FROM sessions WHERE expires_at < $1", now)
    }

    static func ofUser(_ connection: Connection, _ userID: ID, current: ID?, now: Timestamp) throws -> [Session] {
        try connection.query(
            """
            SELECT id, created_at, expires_at, last_seen_at, user_agent, address FROM sessions
            WHERE user_id = $1 AND expires_at > $2 ORDER BY id DESC
            """, userID, now
        ) { row in
            var read = row.reader()
            let id = try read.id()
            return Session(
                id: id, createdAt: try read.time(), expiresAt: try read.time(), lastSeenAt: try read.time(),
                userAgent: try read.optionalText(), address: try read.optionalText(), current: id == current)
        }
    }

    /// Answers whether there was one.
    static func delete(_ connection: Connection, _ id: ID, of userID: ID) throws -> Bool {
        try connection.execute("DELETE FROM sessions WHERE id = $1 AND user_id = $2", id, userID) > 0
    }

    static func deleteOthers(_ connection: Connection, of userID: ID, but id: ID?) throws {
        try connection.execute(
            "DELETE FROM sessions WHERE user_id = $1 AND id <> $2", userID, id ?? ID(high: 0, low: 0))
    }

    static func touch(_ connection: Connection, _ id: ID, at now: Timestamp) throws {
        try connection.execute("UPDATE sessions SET last_seen_at = $2 WHERE id = $1", id, now)
    }
}
