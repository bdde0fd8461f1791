import Core

/// Addresses end up in logs, histories and referrers: a secret in one is refused, with the reason.
enum CredentialsInQuery {
    private static let names: Set<String> = ["password", "current_password", "access_token", "api_key", "authorization"]

    static func check(_ request: HTTPRequest) throws {
        for parameter in request.query where names.contains(parameter.name.lowercased()) {
            throw FoveaError(
                .malformed,
                "Send \(parameter.name) in the body or as a header, never in the address: addresses are logged along the way. Consider it known now, and change it.",
                fields: [.init(parameter.name, "must not be in the address")])
        }
    }
}
