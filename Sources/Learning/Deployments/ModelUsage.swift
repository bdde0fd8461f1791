import Core
import Database
import Glibc

/// Counts how models are used: each use falls into a bucket of its duration (four buckets to a doubling) in memory, and the
/// buckets are added to the database now and then, so that a prediction never waits for a write.
public final class ModelUsage: Sendable {
    private struct Key: Hashable {
        var version: ID
        var bucket: Int
    }

    static let errorBucket = -1000
    private let database: Database
    private let pending = Lock<[Key: Int]>([:])

    public init(_ database: Database) { self.database = database }

    /// - Parameter milliseconds: how long the answer took; nil when it failed.
    public func record(_ version: ID, milliseconds: Double?) {
        let bucket = milliseconds.map(Self.bucket) ?? Self.errorBucket
        pending.withLock { $0[Key(version: version, bucket: bucket), default: 0] += 1 }
    }

    /// Writes what was counted; keeps it when that fails. Versions that are gone are dropped.
    public func flush() async throws {
        let counted = pending.withLock { pending in
            defer { pending = [:] }
            return pending
        }
        guard !counted.isEmpty else { return }
        do {
            try await database.write { connection in
                for (key, uses) in counted.sorted(by: { ($0.key.version, $0.key.bucket) < ($1.key.version, $1.key.bucket) }) {
                    try connection.execute(
                        """
                        INSERT INTO model_usage (version_id, bucket, uses) SELECT id, $2, $3 FROM model_versions WHERE id = $1
                        ON CONFLICT (version_id, bucket) DO UPDATE SET uses = model_usage.uses + excluded.uses
                        """, key.version, key.bucket, uses)
                }
            }
        } catch {
            pending.withLock { pending in pending.merge(counted, uniquingKeysWith: +) }
            throw error
        }
    }

    static func bucket(_ milliseconds: Double) -> Int { Int((log2(max(milliseconds, 0.001)) * 4).rounded(.down)) }

    /// The middle of a bucket, milliseconds.
    static func middle(_ bucket: Int) -> Double { exp2((Double(bucket) + 0.5) / 4) }

    static func read(_ connection: Connection, _ version: ID) throws -> UsageCounts {
        let rows = try connection.query("SELECT bucket, uses FROM model_usage WHERE version_id = $1 ORDER BY bucket", version) {
            (bucket: try $0.int(0), uses: try $0.int(1))
        }
        var counts = UsageCounts()
        counts.errors = rows.first { $0.bucket == errorBucket }?.uses ?? 0
        let answered = rows.filter { $0.bucket != errorBucket }
        let total = answered.reduce(0) { $0 + $1.uses }
        counts.requests = total + counts.errors
        func quantile(_ share: Double) -> Double {
            var seen = 0
            for row in answered {
                seen += row.uses
                if Double(seen) >= share * Double(total) { return (middle(row.bucket) * 10).rounded() / 10 }
            }
            return 0
        }
        if total > 0 { counts.latency = .init(p50: quantile(0.5), p95: quantile(0.95)) }
        return counts
    }
}

struct UsageCounts: Sendable {
    var requests = 0
    var errors = 0
    var latency: ModelMetrics.Latency?
}
