import Core
import Database

extension ImageStore {
    /// Moves images to the bin with all that is on them; the project's and the labels' counts no longer include them.
    static func moveToBin(_ connection: Connection, _ ids: [ID], projectID: ID, at now: Timestamp) throws -> Int {
        let sequences = try SequenceStore.lock(connection, ofImages: ids)
        let moved = try lock(connection, ids, projectID: projectID, inBin: false)
        guard !moved.isEmpty else { return 0 }
        try connection.executeMany(
            "UPDATE images SET deleted_at = $2, updated_at = $2 WHERE id = $1", moved.map { [.id($0.id), now.sqlValue] })
        try count(connection, moved, sign: -1, projectID: projectID, at: now)
        try TaskStore.follow(connection, moved.map(\.id))
        try SequenceStore.recount(connection, sequences)
        return moved.count
    }

    /// Takes images out of the bin, but for those whose bytes came to the project again meanwhile: these are left there.
    static func restore(_ connection: Connection, _ ids: [ID], projectID: ID, at now: Timestamp) throws -> Int {
        let sequences = try SequenceStore.lock(connection, ofImages: ids)
        let binned = try lock(connection, ids, projectID: projectID, inBin: true)
        var restored: [Locked] = []
        for image in binned {
            let changed = try connection.execute(
                """
                UPDATE images SET deleted_at = NULL, updated_at = $2 WHERE id = $1 AND NOT EXISTS (
                    SELECT 1 FROM images other WHERE other.project_id = images.project_id AND other.digest = images.digest
                    AND other.deleted_at IS NULL)
                """, image.id, now)
            if changed == 1 { restored.append(image) }
        }
        guard !restored.isEmpty else { return 0 }
        try count(connection, restored, sign: 1, projectID: projectID, at: now)
        try TaskStore.follow(connection, restored.map(\.id))
        try SequenceStore.recount(connection, sequences)
        return restored.count
    }

    /// Those that several people label independently, or that are compared with the truth: reports speak of them.
    static func compared(_ connection: Connection, _ ids: [ID]) throws -> Set<ID> {
        let isNamed = connection.dialect.contains("image_id", "$1", .idList)
        return Set(
            try connection.query(
                "SELECT image_id FROM layers WHERE \(isNamed) UNION SELECT image_id FROM consensus_images WHERE \(isNamed)", ids
            ) { try $0.id(0) })
    }

    /// Deletes images that are in the bin, with all that is on them, but for those that are compared. The blobs stay until garbage is collected: other images,
    /// or dataset versions, may have the same bytes.
    static func deleteFromBin(_ connection: Connection, _ ids: [ID], projectID: ID) throws -> Int {
        let kept = try compared(connection, ids)
        let binned = try lock(connection, ids.filter { !kept.contains($0) }, projectID: projectID, inBin: true).map(\.id)
        for kind in TaskKind.allCases { try TaskStore.remove(connection, binned, kind) }
        // By their index, before the rows that they refer to.
        try connection.execute("DELETE FROM annotations WHERE \(connection.dialect.contains("image_id", "$1", .idList))", binned)
        return try connection.execute("DELETE FROM images WHERE \(connection.dialect.contains("id", "$1", .idList))", binned)
    }

    private struct Locked {
        let id: ID
        let status: ImageStatus
    }

    private static func lock(_ connection: Connection, _ ids: [ID], projectID: ID, inBin: Bool) throws -> [Locked] {
        let isNamed = connection.dialect.contains("id", "$1", .idList)
        return try connection.query(
            """
            SELECT id, status FROM images WHERE \(isNamed) AND \(connection.dialect.aside("project_id")) = $2 AND deleted_at IS \(inBin ? "NOT NULL" : "NULL")
            ORDER BY id\(connection.dialect.forUpdate)
            """, ids, projectID
        ) { row in Locked(id: try row.id(0), status: try row.value(1)) }
    }

    private static func count(_ connection: Connection, _ images: [Locked], sign: Int, projectID: ID, at now: Timestamp) throws {
        let done = images.count { $0.status == .done }
        try connection.execute(
            "UPDATE projects SET image_count = image_count + $2, done_count = done_count + $3 WHERE id = $1", projectID,
            sign * images.count, sign * done)
        let isNamed = connection.dialect.contains("image_id", "$1", .idList)
        var labels: [ID: Int] = [:]
        var total = 0
        try connection.forEach(
            "SELECT label_id, count(*) FROM annotations WHERE \(isNamed) AND deleted_at IS NULL GROUP BY label_id", images.map(\.id)
        ) { row in
            let number = sign * (try row.int(1))
            labels[try row.id(0)] = number
            total += number
        }
        try AnnotationCounters.add(connection, projectID: projectID, labels: labels, total: total, at: now)
    }
}
