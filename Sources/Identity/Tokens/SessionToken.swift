import Core

/// The JSON web token (RFC 7519) of a session, HS256 and nothing else: the header's algorithm is compared, never obeyed. It
/// says whose session it is; that the session still lives is looked up.
struct SessionToken: Sendable, Equatable {
    var sessionID: ID
    var userID: ID
    var expires: Timestamp

    private static let header = Base64URL.encode(Array(#"{"alg":"HS256","typ":"JWT"}"#.utf8))

    func signed(with key: [UInt8]) -> String {
        let claims: JSON = [
            "jti": .string(sessionID.description), "sub": .string(userID.description), "exp": .int(expires.seconds),
        ]
        let content = "\(Self.header).\(Base64URL.encode(claims.bytes))"
        return "\(content).\(Base64URL.encode(HMACSHA256.sign(Array(content.utf8), key: key)))"
    }

    /// Nil for anything that this key did not sign or that has expired.
    init?(_ text: String, key: [UInt8], now: Timestamp) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard text.utf8.count < 2048, parts.count == 3, parts[0] == Self.header, let signature = Base64URL.decode(parts[2]),
            constantTimeEqual(signature, HMACSHA256.sign(Array("\(parts[0]).\(parts[1])".utf8), key: key)),
            let bytes = Base64URL.decode(parts[1]), let claims = try? JSON.parse(bytes, maximumDepth: 4),
            let sessionID = claims["jti"]?.string.flatMap({ ID($0) }), let userID = claims["sub"]?.string.flatMap({ ID($0) }),
            let seconds = claims["exp"]?.int
        else { return nil }
        self.init(sessionID: sessionID, userID: userID, expires: Timestamp(seconds: seconds))
        guard expires > now else { return nil }
    }

    init(sessionID: ID, userID: ID, expires: Timestamp) {
        self.sessionID = sessionID
        self.userID = userID
        self.expires = expires
    }
}

/// Keys for the single purposes that Identity has, each derived apart from the server's secret.
struct IdentityKeys: Sendable {
    let session: [UInt8]
    private let csrf: [UInt8]
    /// What a stranger must know to become the first administrator from another machine: the same on every server.
    let setupToken: String

    init(secret: [UInt8]) {
        session = HMACSHA256.derive("session", from: secret)
        csrf = HMACSHA256.derive("csrf", from: secret)
        setupToken = Base64URL.encode(HMACSHA256.derive("setup-token", from: secret).prefix(18))
    }

    /// Bound to one session, so that it is worth nothing elsewhere.
    func csrfToken(_ sessionID: ID) -> String { Base64URL.encode(HMACSHA256.sign(sessionID.bytes, key: csrf)) }
}
