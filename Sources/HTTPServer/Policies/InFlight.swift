import Core

/// How many of something slow each user has under way: one person's many leave room for everybody else's.
public final class InFlight: Sendable {
    private let limit: Int
    private let what: String
    private let retryAfter: Int
    private let counts = Lock<[ID: Int]>([:])

    /// - Parameters:
    ///   - what: several of them, for the error.
    ///   - retryAfter: seconds after which one may have ended.
    public init(limit: Int, of what: String, retryAfter: Int = 1) {
        self.limit = limit
        self.what = what
        self.retryAfter = retryAfter
    }

    /// Throws `FoveaError.throttled` when the user has `limit` of them already.
    public func run<Value>(_ user: ID, _ body: () async throws -> Value) async throws -> Value {
        let place = try take(user)
        defer { withExtendedLifetime(place) {} }
        return try await body()
    }

    /// The same for what outlives the call: the place is free again once what this answers is let go of.
    public func take(_ user: ID) throws -> Place {
        try counts.withLock { counts in
            guard counts[user, default: 0] < limit else {
                throw FoveaError(.throttled, "You have \(limit) \(what) under way. Wait for one of them.", retryAfter: retryAfter)
            }
            counts[user, default: 0] += 1
        }
        return Place(self, user)
    }

    private func give(_ user: ID) {
        counts.withLock { counts in
            let left = counts[user, default: 1] - 1
            counts[user] = left > 0 ? left : nil
        }
    }

    /// Held by an answer, it is freed however that ends: sent, cut off, or never begun.
    public final class Place: Sendable {
        private let inFlight: InFlight
        private let user: ID

        fileprivate init(_ inFlight: InFlight, _ user: ID) {
            self.inFlight = inFlight
            self.user = user
        }

        deinit { inFlight.give(user) }
    }
}
