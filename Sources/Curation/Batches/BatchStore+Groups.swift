import Core
import Database

extension BatchStore {
    /// Begins an analysis: from here on its job says how it goes.
    static func begin(_ connection: Connection, _ id: ID, job: ID, embedder: ID, _ body: AnalyzeBody, at now: Timestamp) throws {
        try connection.execute(
            "UPDATE batches SET status = 'analyzing', job_id = $2, embedder_id = $3, parameters = $4, updated_at = $5 WHERE id = $1", id, job,
            embedder, body.json, now)
    }

    /// Writes what an analysis found. Images that somebody put somewhere stay there unless `keepsHandMade` is false; the names of
    /// found groups, which are numbers, pass over names that those images hold.
    static func finish(
        _ connection: Connection, _ id: ID, job: ID, _ found: [(image: ID, group: Int, probability: Double)], keepsHandMade: Bool,
        at now: Timestamp
    ) throws {
        // A later analysis may have been asked for meanwhile: then this one's groups are nobody's.
        let isMine = try connection.execute("UPDATE batches SET status = 'complete', updated_at = $3 WHERE id = $1 AND job_id = $2", id, job, now)
        guard isMine == 1 else { return }
        if !keepsHandMade { try connection.execute("UPDATE batch_images SET by_hand = 0 WHERE batch_id = $1", id) }
        let held = Set(
            try connection.query(
                "SELECT DISTINCT group_label FROM batch_images WHERE batch_id = $1 AND by_hand = 1 AND group_label IS NOT NULL", id
            ) { try $0.text(0) })
        let names = self.names((found.map(\.group).max() ?? -1) + 1, without: held)
        try connection.execute("UPDATE batch_images SET group_label = NULL, probability = NULL WHERE batch_id = $1 AND by_hand = 0", id)
        try connection.executeMany(
            "UPDATE batch_images SET group_label = $3, probability = $4 WHERE batch_id = $1 AND image_id = $2 AND by_hand = 0",
            found.filter { $0.group >= 0 }.map { [.id(id), .id($0.image), .text(names[$0.group]), .double($0.probability)] })
    }

    private static func names(_ count: Int, without held: Set<String>) -> [String] {
        var names: [String] = []
        var number = 1
        while names.count < count {
            if !held.contains("\(number)") { names.append("\(number)") }
            number += 1
        }
        return names
    }

    /// Renames, then moves, by hand. Throws `invalid` naming what does not exist; then nothing is changed.
    static func arrange(_ connection: Connection, _ id: ID, _ body: GroupsBody, at now: Timestamp) throws {
        var problems: [FoveaError.Field] = []
        // Two people at once: the batch's row is the lock.
        guard try connection.exists("SELECT 1 FROM batches WHERE id = $1\(connection.dialect.forUpdate)", id) else {
            throw FoveaError.notFound("The batch")
        }
        for (index, rename) in body.renames.enumerated() {
            let changed = try connection.execute(
                "UPDATE batch_images SET group_label = $3, by_hand = 1 WHERE batch_id = $1 AND group_label = $2", id, rename.from, rename.to)
            if changed == 0 { problems.append(.init("renames[\(index)].from", "is not a group of this batch")) }
        }
        for (index, move) in body.moves.enumerated() {
            let changed = try connection.execute(
                "UPDATE batch_images SET group_label = $3, by_hand = 1 WHERE batch_id = $1 AND image_id = $2", id, move.imageID, move.groupLabel)
            if changed == 0 { problems.append(.init("moves[\(index)].image_id", "is not an image of this batch")) }
        }
        guard problems.isEmpty else { throw FoveaError.invalid(problems) }
        try connection.execute("UPDATE batches SET updated_at = $2 WHERE id = $1", id, now)
    }
}
