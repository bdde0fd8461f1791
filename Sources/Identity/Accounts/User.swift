import Core

public enum UserRole: String, WireEnum { case user, admin }

/// An account as its owner and administrators see it.
public struct User: WireObject {
    public var id: ID
    public var username: String
    public var email: String
    public var role: UserRole
    public var isActive: Bool
    public var isSuperuser: Bool
    public var createdAt: Timestamp
    public var lastLoginAt: Timestamp?
    /// Only in `GET /api/auth/me` with a cookie.
    public var csrfToken: String?

    public static let fields = Fields<Self>(
        "User",
        Field("id", \.id),
        Field("username", \.username),
        Field("email", \.email),
        Field("role", \.role),
        Field("is_active", \.isActive),
        Field("is_superuser", \.isSuperuser, "The same as role `admin`."),
        Field("created_at", \.createdAt),
        Field("last_login_at", \.lastLoginAt),
        Field("csrf_token", \.csrfToken, "To send as X-CSRF-Token with requests that a cookie authenticates.", optional: true))
}

struct RegisterBody: WireInput {
    var username = ""
    var email = ""
    var password = ""
    var setupToken: String?
    var invitation: String?

    static let fields = Fields<Self>(
        "RegisterBody",
        Field("username", \.username, .length(2...50), .username),
        Field("email", \.email, .length(3...254), .email),
        Field("password", \.password, .length(8...1000)),
        Field("setup_token", \.setupToken, .length(0...200), "Printed at start: for the first account from another machine.", optional: true),
        Field("invitation", \.invitation, .length(0...200), optional: true))
}

struct LoginBody: WireInput {
    var username: String?
    var email: String?
    var password = ""
    var cookie = false

    static let fields = Fields<Self>(
        "LoginBody",
        Field("username", \.username, .length(0...254), "Or the e-mail address."),
        Field("email", \.email, .length(0...254)),
        Field("password", \.password, .length(0...1000)),
        Field("cookie", \.cookie, "Also set the browser's cookie.", optional: true)
    ) { body, path, problems in
        if (body.username ?? body.email ?? "").isEmpty { problems.add(path.member("username"), "or email is required") }
    }
}

struct LoginAnswer: WireObject {
    var accessToken: String
    var tokenType = "bearer"
    var expiresIn: Int

    static let fields = Fields<Self>(
        "LoginAnswer", Field("access_token", \.accessToken), Field("token_type", \.tokenType),
        Field("expires_in", \.expiresIn, "Seconds."))
}

struct MePatch: WireInput {
    var username: String?
    var email: String?
    var currentPassword: String?
    var password: String?

    static let fields = Fields<Self>(
        "MePatch",
        Field("username", \.username, .length(2...50), .username),
        Field("email", \.email, .length(3...254), .email),
        Field("current_password", \.currentPassword, .length(0...1000), "Needed to change the password or the e-mail address."),
        Field("password", \.password, .length(8...1000))
    ) { patch, path, problems in
        if (patch.password != nil || patch.email != nil) && patch.currentPassword == nil {
            problems.add(path.member("current_password"), "is required to change the password or the e-mail address")
        }
    }
}

struct UserPatch: WireInput {
    var role: UserRole?
    var isActive: Bool?
    var isSuperuser: Bool?

    static let fields = Fields<Self>(
        "UserPatch", Field("role", \.role), Field("is_active", \.isActive), Field("is_superuser", \.isSuperuser))
}

struct AuthStatus: WireObject {
    var firstRun: Bool
    var setupTokenRequired: Bool
    var registration: String
    var version: String

    static let fields = Fields<Self>(
        "AuthStatus",
        Field("first_run", \.firstRun, "There is no account yet: the first one becomes administrator."),
        Field("setup_token_required", \.setupTokenRequired),
        Field("registration", \.registration, .oneOf(["open", "closed"])),
        Field("version", \.version))
}

extension Constraint {
    static let username = Constraint.text(
        "may have letters, digits, dots, hyphens and underscores", pattern: "^[A-Za-z0-9._-]+$"
    ) { text in
        text.utf8.allSatisfy { (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || $0 == 45 || $0 == 46 || $0 == 95 }
    }
    static let email = Constraint.text("must be an e-mail address", format: "email") { text in
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        let isPrintable = text.unicodeScalars.allSatisfy { $0.value > 32 && $0.value != 127 }
        return parts.count == 2 && !parts[0].isEmpty && parts[1].count > 2 && isPrintable
    }
}
