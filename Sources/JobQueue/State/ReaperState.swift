import Core

/// Decides whether a reaper may believe that run-out leases mean dead workers.
///
/// After an outage of the database no lease could be renewed, and every worker that lives looks dead. So after the reaper's
/// own start, after a pass that failed, after a pause of its own (a suspended machine) and after a jump of the database's
/// clock, it waits one full lease before it takes any job away.
public struct ReaperState: Sendable, Equatable {
    /// How long a lease lasts.
    public let lease: Duration
    /// How much two passes may lie apart, and how far the database's clock may stray from ours, before that is an outage.
    public let tolerance: Duration
    private var lastSeen: (local: Duration, database: Timestamp)?
    /// By the local clock.
    private var trustFrom: Duration?

    public init(lease: Duration, tolerance: Duration) {
        self.lease = lease
        self.tolerance = tolerance
    }

    /// A pass that reached the database. `local` is a clock that never jumps, from any start. True when leases may be judged.
    public mutating func reached(local: Duration, database: Timestamp) -> Bool {
        if let lastSeen {
            let elapsed = local - lastSeen.local
            let strayed = (database - lastSeen.database) - elapsed
            if elapsed > tolerance || strayed > tolerance || strayed < .zero - tolerance { trustFrom = local + lease }
        } else {
            trustFrom = local + lease
        }
        lastSeen = (local, database)
        return trustFrom.map { local >= $0 } ?? false
    }

    /// A pass that did not reach the database.
    public mutating func failed() { lastSeen = nil }

    public static func == (a: ReaperState, b: ReaperState) -> Bool {
        a.lease == b.lease && a.tolerance == b.tolerance && a.trustFrom == b.trustFrom && a.lastSeen?.local == b.lastSeen?.local
            && a.lastSeen?.database == b.lastSeen?.database
    }
}
