import Core
import Database

/// Which image goes to which part: the images in the order of a hash of the seed and their ids, cut at the shares; with
/// `stratify` within each label, an image counting for the rarest label that it has. The shares also hold over all groups:
/// what rounding takes from one is given to the next.
enum RandomSplit {
    static func plan(_ connection: Connection, _ operation: BulkStore.Operation) throws -> [ID: Split] {
        let shares = operation.body.shares ?? BulkShares()
        let ids = try BulkStore.imageIDs(connection, operation.id)
        let groups = operation.body.stratify ? try byRarestLabel(connection, operation.id, ids) : [ids]
        return assign(groups, shares, seed: operation.body.seed)
    }

    static func assign(_ groups: [[ID]], _ shares: BulkShares, seed: Int) -> [ID: Split] {
        let sum = shares.train + shares.val + shares.test
        var assigned: [ID: Split] = [:]
        guard sum > 0 else { return assigned }
        var seen = 0.0, vals = 0, tests = 0
        for group in groups {
            seen += Double(group.count)
            let val = min(group.count, max(0, Int((shares.val / sum * seen).rounded()) - vals))
            let test = min(group.count - val, max(0, Int((shares.test / sum * seen).rounded()) - tests))
            vals += val
            tests += test
            for (index, id) in shuffled(group, seed: seed).enumerated() {
                assigned[id] = index < val ? .val : index < val + test ? .test : .train
            }
        }
        return assigned
    }

    private static func shuffled(_ ids: [ID], seed: Int) -> [ID] {
        let prefix = Array("fovea/random-split/\(seed)/".utf8)
        return ids.map { (key: SHA256.digest(prefix + $0.bytes), id: $0) }.sorted { ($0.key, $0.id) < ($1.key, $1.id) }.map(\.id)
    }

    /// Images without a label are a group as well, the last.
    private static func byRarestLabel(_ connection: Connection, _ operation: ID, _ ids: [ID]) throws -> [[ID]] {
        var labels: [ID: [ID]] = [:]
        var counts: [ID: Int] = [:]
        try connection.forEach(
            """
            SELECT DISTINCT a.image_id, a.label_id FROM bulk_items b JOIN annotations a ON a.image_id = b.image_id
            WHERE b.operation_id = $1 AND a.deleted_at IS NULL
            """, operation
        ) { row in
            labels[try row.id(0), default: []].append(try row.id(1))
            counts[try row.id(1), default: 0] += 1
        }
        var groups: [ID: [ID]] = [:]
        var without: [ID] = []
        for id in ids {
            let rarest = labels[id]?.min { (counts[$0] ?? 0, $0) < (counts[$1] ?? 0, $1) }
            if let rarest { groups[rarest, default: []].append(id) } else { without.append(id) }
        }
        return groups.sorted { $0.key < $1.key }.map(\.value) + [without]
    }
}
