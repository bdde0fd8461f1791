import Core
import Database

/// SQL of accounts. Names and addresses are unique whatever their case.
enum UserStore {
    private static let columns = "id, username, email, is_admin, is_active, created_at, last_login_at"

    private static func read(_ row: Row) throws -> User {
        var read = row.reader()
        let id = try read.id(), username = try read.text(), email = try read.text(), isAdmin = try read.bool()
        return User(
            id: id, username: username, email: email, role: isAdmin ? .admin : .user, isActive: try read.bool(),
            isSuperuser: isAdmin, createdAt: try read.time(), lastLoginAt: try read.optionalTime())
    }

    static func isEmpty(_ connection: Connection) throws -> Bool {
        try !connection.exists("SELECT 1 FROM users LIMIT 1")
    }

    static func find(_ connection: Connection, _ id: ID) throws -> User? {
        try connection.first("SELECT \(columns) FROM users WHERE id = $1", id, map: read)
    }

    /// By name or by address.
    static func find(_ connection: Connection, named name: String) throws -> User? {
        try connection.first(
            "SELECT \(columns) FROM users WHERE username_key = $1 OR email_key = $1 ORDER BY id LIMIT 1", name.lowercased(),
            map: read)
    }

    static func passwordHash(_ connection: Connection, _ id: ID) throws -> String? {
        try connection.first("SELECT password_hash FROM users WHERE id = $1", id) { try $0.text(0) }
    }

    static func firstAdministrator(_ connection: Connection) throws -> User? {
        try connection.first(
            "SELECT \(columns) FROM users WHERE is_admin = 1 AND is_active = 1 ORDER BY id LIMIT 1", map: read)
    }

    static func page(_ connection: Connection, after: ID?, limit: Int) throws -> [User] {
        try connection.query(
            "SELECT \(columns) FROM users WHERE id > $1 ORDER BY id LIMIT $2", after ?? ID(high: 0, low: 0), limit, map: read)
    }

    /// Adds an account. `isFirst` is held unique by the database, so of two first registrations one fails.
    static func insert(
        _ connection: Connection, username: String, email: String, passwordHash: String, isAdmin: Bool, isFirst: Bool,
        at now: Timestamp
    ) throws -> User {
        let id = ID.make(at: now)
        try unlessTaken(username, email) {
            try connection.execute(
                """
                INSERT INTO users
                (id, username, username_key, email, email_key, password_hash, is_admin, is_active, first_account, created_at)
                VALUES ($1, $2, $3, $4, $5, $6, $7, 1, $8, $9)
                """, id, username, username.lowercased(), email, email.lowercased(), passwordHash, isAdmin, isFirst ? 1 : Int?.none,
                now)
        }
        return User(
            id: id, username: username, email: email, role: isAdmin ? .admin : .user, isActive: true, isSuperuser: isAdmin,
            createdAt: now, lastLoginAt: nil)
    }

    static func update(_ connection: Connection, _ id: ID, username: String?, email: String?, passwordHash: String?) throws {
        try unlessTaken(username, email) {
            try connection.execute(
                """
                UPDATE users SET username = COALESCE($2, username), username_key = COALESCE($3, username_key),
                email = COALESCE($4, email), email_key = COALESCE($5, email_key), password_hash = COALESCE($6, password_hash)
                WHERE id = $1
                """, id, username, username?.lowercased(), email, email?.lowercased(), passwordHash)
        }
    }

    /// Throws `conflict` when nobody would be left to administer.
    static func update(_ connection: Connection, _ user: User, isAdmin: Bool, isActive: Bool) throws {
        if user.role == .admin && user.isActive && !(isAdmin && isActive) {
            let others = try connection.exists(
                "SELECT 1 FROM users WHERE is_admin = 1 AND is_active = 1 AND id <> $1 LIMIT 1", user.id)
            guard others else { throw FoveaError(.conflict, "This is the last administrator. Make another one first.") }
        }
        try connection.execute("UPDATE users SET is_admin = $2, is_active = $3 WHERE id = $1", user.id, isAdmin, isActive)
        if !isActive { try connection.execute("DELETE FROM sessions WHERE user_id = $1", user.id) }
    }

    static func signedIn(_ connection: Connection, _ id: ID, at now: Timestamp) throws {
        try connection.execute("UPDATE users SET last_login_at = $2 WHERE id = $1", id, now)
    }

    private static func unlessTaken(_ username: String?, _ email: String?, _ body: () throws -> Void) throws {
        do { try body() } catch let error as DatabaseError {
            guard case .uniqueViolation(let constraint) = error.kind else { throw error }
            let isEmail = "\(constraint)".contains("email")
            let field = isEmail ? "email" : "username", value = isEmail ? email : username
            throw FoveaError(
                .conflict, "There is an account with the \(isEmail ? "address" : "name") \(value ?? "") already.",
                fields: [.init(field, "is taken")])
        }
    }
}
