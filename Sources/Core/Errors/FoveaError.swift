/// What went wrong, for the person who asked: a kind that each boundary renders its own way (HTTP as problem+json, the
/// command line as text), a message that says what was wrong and what to do, and the fields concerned.
///
/// The message is shown to users: it never holds secrets, SQL or paths of the server. What only the operator may see goes
/// to `underlying`, which is logged and never sent.
public struct FoveaError: Error, Sendable {
    public enum Kind: String, Sendable, CaseIterable {
        case malformed, unauthenticated, forbidden, notFound, conflict, tooLarge, unsupportedType, invalid, throttled
        case unavailable, notAcceptable, preconditionFailed, timeout, methodNotAllowed, rangeNotSatisfiable, `internal`
    }

    public struct Field: Sendable, Equatable {
        public var field: String
        public var message: String
        public init(_ field: String, _ message: String) {
            self.field = field
            self.message = message
        }
    }

    public var kind: Kind
    public var message: String
    public var fields: [Field]
    /// Seconds after which the caller may try again (429 and 503).
    public var retryAfter: Int?
    /// More members of the answer, as the current state after a conflict.
    public var details: [(String, JSON)]
    public var underlying: String?

    public init(
        _ kind: Kind, _ message: String, fields: [Field] = [], retryAfter: Int? = nil, details: [(String, JSON)] = [],
        underlying: String? = nil
    ) {
        self.kind = kind
        self.message = message
        self.fields = fields
        self.retryAfter = retryAfter
        self.details = details
        self.underlying = underlying
    }
}

extension FoveaError {
    public static func notFound(_ what: String) -> FoveaError { FoveaError(.notFound, "\(what) was not found.") }

    public static func invalid(_ fields: [Field]) -> FoveaError {
        let named = fields.prefix(3).map { "\($0.field) \($0.message)" }.joined(separator: "; ")
        let rest = fields.count > 3 ? " (and \(fields.count - 3) more)" : ""
        return FoveaError(.invalid, "The input is not valid: \(named)\(rest).", fields: fields)
    }

    public static func invalid(_ field: String, _ message: String) -> FoveaError { .invalid([Field(field, message)]) }

    public static func overloaded(_ what: String) -> FoveaError {
        FoveaError(.unavailable, "Too much is waiting for \(what); try again in a moment.", retryAfter: 1)
    }

    public static func bug(_ underlying: String) -> FoveaError {
        FoveaError(.internal, "Something went wrong on our side. The log names it by this request's id.", underlying: underlying)
    }
}

extension FoveaError: CustomStringConvertible {
    public var description: String { underlying.map { "\(message) [\($0)]" } ?? message }
}
