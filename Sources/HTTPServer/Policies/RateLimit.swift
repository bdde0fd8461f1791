import Core

/// How often one account (or, signed out, one address) may use a route: a token bucket.
public struct RateLimit: Sendable {
    /// Tokens the bucket holds, that is, requests at once after a pause.
    public var burst: Double
    /// Tokens that come back each second.
    public var perSecond: Double
    /// Routes that name the same one draw on the same buckets; by itself each route has its own.
    public private(set) var name: String?

    public init(burst: Int, perSecond: Double) {
        self.burst = Double(burst)
        self.perSecond = perSecond
    }

    public static func perMinute(_ count: Int, burst: Int? = nil) -> RateLimit {
        RateLimit(burst: burst ?? count, perSecond: Double(count) / 60)
    }

    public func shared(as name: String) -> RateLimit {
        var limit = self
        limit.name = name
        return limit
    }
}

/// Buckets by key, bounded in number: full ones are forgotten first, for they say nothing.
public final class RateLimiter: Sendable {
    private struct Bucket {
        var tokens: Double
        var at: Timestamp
    }

    private let buckets = Lock<[String: Bucket]>([:])
    private let clock: WallClock
    private let capacity: Int

    public init(clock: WallClock = .system, capacity: Int = 20_000) {
        self.clock = clock
        self.capacity = capacity
    }

    /// Takes a token, or answers the whole seconds after which there will be one.
    public func take(_ key: String, _ limit: RateLimit) -> Int? {
        let now = clock.now()
        return buckets.withLock { buckets in
            var bucket = buckets[key] ?? Bucket(tokens: limit.burst, at: now)
            let elapsed = max(0, (now - bucket.at).inSeconds)
            bucket.tokens = min(limit.burst, bucket.tokens + elapsed * limit.perSecond)
            bucket.at = now
            var wait: Int?
            if bucket.tokens >= 1 { bucket.tokens -= 1 } else { wait = max(1, Int(((1 - bucket.tokens) / limit.perSecond).rounded(.up))) }
            if buckets[key] == nil && buckets.count >= capacity { forget(&buckets, limit, now) }
            buckets[key] = bucket
            return wait
        }
    }

    private func forget(_ buckets: inout [String: Bucket], _ limit: RateLimit, _ now: Timestamp) {
        let oldest = now.advanced(by: .seconds(-limit.burst / limit.perSecond))
        buckets = buckets.filter { $0.value.at > oldest }
        // Under attack by more keys than fit, those that were least recently used go.
        guard buckets.count >= capacity else { return }
        let kept = buckets.sorted { $0.value.at > $1.value.at }.prefix(buckets.count / 2)
        buckets = Dictionary(uniqueKeysWithValues: kept.map { ($0.key, $0.value) })
    }
}
