import Core
import Database
import HTTPServer

/// A credential for programs. Shown once; stored as its SHA-256 (it is 32 random bytes, so a fast hash is enough).
struct ApiKey: WireObject {
    var id: ID
    var name: String
    var scopes: [Principal.Scope]
    var prefix: String
    var createdAt: Timestamp
    var expiresAt: Timestamp?
    var lastUsedAt: Timestamp?
    var key: String?

    static let fields = Fields<Self>(
        "ApiKey",
        Field("id", \.id),
        Field("name", \.name),
        Field("scopes", \.scopes),
        Field("prefix", \.prefix, "The key's beginning, to tell keys apart."),
        Field("created_at", \.createdAt),
        Field("expires_at", \.expiresAt),
        Field("last_used_at", \.lastUsedAt),
        Field("key", \.key, "The key itself: only in the answer that made it.", optional: true))

    /// What every key begins with, so that leaked ones can be searched for.
    static let mark = "fov_"
}

struct ApiKeyBody: WireInput {
    var name = ""
    var scopes: [Principal.Scope] = [.read, .write]
    var expiresAt: Timestamp?

    static let fields = Fields<Self>(
        "ApiKeyBody",
        Field("name", \.name, .length(1...100)),
        Field("scopes", \.scopes, .count(1...3), .unique, optional: true),
        Field("expires_at", \.expiresAt))
}

/// SQL of API keys.
enum ApiKeyStore {
    private static let columns = "id, name, scopes, prefix, created_at, expires_at, last_used_at"

    private static func read(_ row: Row) throws -> ApiKey {
        var read = row.reader()
        return ApiKey(
            id: try read.id(), name: try read.text(), scopes: scopes(try read.text()), prefix: try read.text(),
            createdAt: try read.time(), expiresAt: try read.optionalTime(), lastUsedAt: try read.optionalTime(), key: nil)
    }

    static func scopes(_ text: String) -> [Principal.Scope] {
        text.split(separator: " ").compactMap { Principal.Scope(rawValue: String($0)) }
    }

    static func ofUser(_ connection: Connection, _ userID: ID) throws -> [ApiKey] {
        try connection.query("SELECT \(columns) FROM api_keys WHERE user_id = $1 ORDER BY id DESC", userID, map: read)
    }

    static func create(_ connection: Connection, _ userID: ID, _ body: ApiKeyBody, at now: Timestamp) throws -> ApiKey {
        let secret = ApiKey.mark + SecureRandom.token()
        let key = ApiKey(
            id: .make(at: now), name: body.name, scopes: body.scopes, prefix: String(secret.prefix(12)), createdAt: now,
            expiresAt: body.expiresAt, lastUsedAt: nil, key: secret)
        try connection.execute(
            """
            INSERT INTO api_keys (id, user_id, name, prefix, hash, scopes, created_at, expires_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            """, key.id, userID, key.name, key.prefix, SHA256.digest(secret),
            key.scopes.map(\.rawValue).joined(separator: " "), now, key.expiresAt)
        return key
    }

    static func delete(_ connection: Connection, _ id: ID, of userID: ID) throws -> Bool {
        try connection.execute("DELETE FROM api_keys WHERE id = $1 AND user_id = $2", id, userID) > 0
    }

    static func touch(_ connection: Connection, _ id: ID, at now: Timestamp) throws {
        try connection.execute("UPDATE api_keys SET last_used_at = $2 WHERE id = $1", id, now)
    }
}
