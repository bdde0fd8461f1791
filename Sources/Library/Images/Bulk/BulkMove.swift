import Core
import Database

/// Moves images to another project: they keep their ids, comments and history. An image stays where it is when the target has
/// the same picture, or lacks a label of an annotation on it, or while several people's work on it is compared here: nothing is
/// lost on the way.
struct BulkMove {
    let operation: BulkStore.Operation

    func apply(_ connection: Connection, _ ids: [ID], at now: Timestamp) throws -> Int {
        guard let target = operation.body.targetProjectID else { return 0 }
        let match = try LabelMatch(
            connection, from: operation.projectID, to: target, createLabels: operation.body.createLabels, at: now)
        let living = try BulkField.status.current(connection, ids, projectID: operation.projectID)
        let moving = try movable(connection, living.keys.sorted(), match)
        guard !moving.isEmpty else { return 0 }
        // Whose task it was here is no member's there.
        for kind in TaskKind.allCases { try TaskStore.remove(connection, moving, kind) }
        try SequenceStore.release(connection, moving)
        // Out of the counts here, over, into the counts there.
        _ = try ImageStore.moveToBin(connection, moving, projectID: operation.projectID, at: now)
        try match.tag(connection, moving.map { ($0, $0) })
        let named = connection.dialect.contains("image_id", "$1", .idList)
        try connection.execute(
            "DELETE FROM image_tags WHERE \(named) AND tag_id IN (SELECT id FROM tags WHERE project_id = $2)", moving,
            operation.projectID)
        try relabel(connection, moving, match)
        let isNamed = connection.dialect.contains("id", "$1", .idList)
        try connection.execute("UPDATE images SET project_id = $2 WHERE \(isNamed)", moving, target)
        try QualityStore.move(connection, moving, to: target)
        try CoverageStore.forget(connection, moving)
        return try ImageStore.restore(connection, moving, projectID: target, at: now)
    }

    private func movable(_ connection: Connection, _ ids: [ID], _ match: LabelMatch) throws -> [ID] {
        let dialect = connection.dialect
        let there = Set(
            try connection.query(
                """
                SELECT id FROM images i WHERE \(dialect.contains("i.id", "$1", .idList)) AND EXISTS (SELECT 1 FROM images o
                WHERE o.project_id = $2 AND o.digest = i.digest AND o.deleted_at IS NULL)
                """, ids, match.target
            ) { try $0.id(0) })
        var unmatched: Set<ID> = []
        try connection.forEach(
            """
            SELECT DISTINCT image_id, label_id FROM annotations WHERE \(dialect.contains("image_id", "$1", .idList)) AND deleted_at IS NULL
            """, ids
        ) { row in
            if match[label: try row.id(1)] == nil { unmatched.insert(try row.id(0)) }
        }
        let compared = try ImageStore.compared(connection, ids)
        return ids.filter { !there.contains($0) && !unmatched.contains($0) && !compared.contains($0) }
    }

    /// Deleted annotations whose label the target lacks keep their history only, as when a label is deleted.
    private func relabel(_ connection: Connection, _ ids: [ID], _ match: LabelMatch) throws {
        let named = connection.dialect.contains("image_id", "$1", .idList)
        let used = try connection.query("SELECT DISTINCT label_id FROM annotations WHERE \(named)", ids) { try $0.id(0) }
        for label in used {
            if let theirs = match[label: label] {
                try connection.execute("UPDATE annotations SET label_id = $3 WHERE \(named) AND label_id = $2", ids, label, theirs)
            } else {
                try connection.execute("DELETE FROM annotations WHERE \(named) AND label_id = $2", ids, label)
            }
        }
    }
}
