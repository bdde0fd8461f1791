import Core

extension DatabaseError {
    /// The same failure for the person who asked. SQL and values stay in `underlying`, which is logged and never sent.
    public var foveaError: FoveaError {
        switch kind {
        case .uniqueViolation:
            FoveaError(.conflict, "This exists already.", underlying: description)
        case .foreignKeyViolation:
            FoveaError(.conflict, "This refers to something that is not there, or is still referred to.", underlying: description)
        case .busy:
            FoveaError(.unavailable, "The database is busy; try again in a moment.", retryAfter: 1, underlying: description)
        case .timeout:
            FoveaError(.unavailable, "The database took too long; try again in a moment.", retryAfter: 5, underlying: description)
        case .unavailable:
            FoveaError(.unavailable, "The database cannot be reached; try again in a moment.", retryAfter: 5, underlying: description)
        case .storage:
            FoveaError(
                .unavailable, "The database could not write: its disk may be full. Tell the operator.", retryAfter: 30,
                underlying: description)
        case .checkViolation, .notNullViolation, .corrupt, .syntax, .decoding, .other:
            FoveaError.bug(description)
        }
    }
}

/// What leaves `read` and `write`.
func outward(_ error: any Error) -> any Error {
    (error as? DatabaseError)?.foveaError ?? error
}
