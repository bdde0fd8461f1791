import Core

/// Which unassigned picture goes where: they are put in the order of a hash of seed and digest, and cut at the shares. The
/// same seed and pictures always give the same split, whatever the order in which they came.
struct SplitPlan: Sendable {
    private var assigned: [Digest: DatasetPart] = [:]

    init(_ digests: [Digest], shares: SplitShares, seed: Int) {
        let counts = shares.counts(of: digests.count)
        let prefix = Array("fovea/split/\(seed)/".utf8)
        let keyed = digests.map { (key: SHA256.digest(prefix + $0.bytes), digest: $0) }
        for (index, entry) in keyed.sorted(by: { ($0.key, $0.digest) < ($1.key, $1.digest) }).enumerated() {
            assigned[entry.digest] = index < counts.val ? .val : index < counts.val + counts.test ? .test : .train
        }
    }

    subscript(digest: Digest) -> DatasetPart { assigned[digest] ?? .train }
}
