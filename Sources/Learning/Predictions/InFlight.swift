import Core

/// How many requests each user has under way: one person's many slow ones leave room for everybody else's.
struct InFlight: Sendable {
    let limit: Int
    private let counts = Lock<[ID: Int]>([:])

    init(limit: Int) { self.limit = limit }

    /// Throws `FoveaError.throttled` when the user has `limit` of them already.
    func run<Value>(_ user: ID, _ body: () async throws -> Value) async throws -> Value {
        try counts.withLock { counts in
            guard counts[user, default: 0] < limit else {
                throw FoveaError(.throttled, "You have \(limit) predictions under way. Wait for one of them.", retryAfter: 1)
            }
            counts[user, default: 0] += 1
        }
        defer {
            counts.withLock { counts in
                let left = counts[user, default: 1] - 1
                counts[user] = left > 0 ? left : nil
            }
        }
        return try await body()
    }
}
