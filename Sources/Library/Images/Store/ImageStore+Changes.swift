import Core
import Database

extension ImageStore {
    /// Sets how far labelling has come; images in the bin are left alone. Answers how many are in that state now because of
    /// this or before. Each statement counts what it changed, so the project's count holds whoever else writes.
    ///
    /// What was sent back and is done again waits for a review again.
    /// - Parameter userID: to whose day the images that became done are counted.
    @discardableResult
    public static func setStatus(
        _ connection: Connection, _ ids: [ID], _ status: ImageStatus, projectID: ID, by userID: ID? = nil, at now: Timestamp
    ) throws -> Int {
        let named = isLive(connection)
        func set(where condition: String) throws -> Int {
            try connection.execute(
                "UPDATE images SET status = $3, updated_at = $4 WHERE \(named) AND \(condition)", ids, projectID,
                status.rawValue, now)
        }
        let done = "status = 'DONE'", notDone = "status <> 'DONE'"
        let delta: Int
        if status == .done {
            delta = try set(where: notDone)
            try connection.execute(
                """
                UPDATE images SET review_status = 'UNREVIEWED' WHERE \(named) AND project_id = $2
                AND review_status IN ('REJECTED', 'NEEDS_REVISION')
                """, ids, projectID)
        } else {
            delta = -(try set(where: done))
            _ = try set(where: "status <> $3 AND \(notDone)")
        }
        if delta != 0 {
            try connection.execute(
                "UPDATE projects SET done_count = done_count + $2, updated_at = $3 WHERE id = $1", projectID, delta, now)
            if let userID, delta > 0 { try WorkDay.add(connection, projectID, userID, Work(labelled: delta), at: now) }
        }
        try TaskStore.follow(connection, ids)
        return try live(connection, ids, projectID: projectID)
    }

    /// The status alone; `Reviewing` does what belongs to it.
    static func setReview(_ connection: Connection, _ ids: [ID], _ status: ReviewStatus, projectID: ID, at now: Timestamp) throws -> Int {
        try connection.execute(
            "UPDATE images SET review_status = $3, updated_at = $4 WHERE \(isLive(connection))", ids, projectID,
            status.rawValue, now)
    }

    static func setSplit(_ connection: Connection, _ ids: [ID], _ split: Split, projectID: ID, at now: Timestamp) throws -> Int {
        try connection.execute(
            "UPDATE images SET split = $3, updated_at = $4 WHERE \(isLive(connection))", ids, projectID,
            split.rawValue, now)
    }

    /// Says that there is nothing to label, or takes that back; images with annotations cannot be so.
    static func setNull(_ connection: Connection, _ ids: [ID], _ isNull: Bool, projectID: ID, at now: Timestamp) throws {
        try connection.execute(
            """
            UPDATE images SET is_null = $3, updated_at = $4 WHERE \(isLive(connection))
            AND ($3 = 0 OR annotation_count = 0)
            """, ids, projectID, isNull, now)
    }

    static func setMetadata(_ connection: Connection, _ id: ID, _ metadata: JSON, at now: Timestamp) throws {
        try connection.execute("UPDATE image_details SET metadata = $2 WHERE image_id = $1", id, metadata)
        try connection.execute("UPDATE images SET updated_at = $2 WHERE id = $1", id, now)
    }

    /// One of `$1`, of the project `$2`, and not in the bin.
    private static func isLive(_ connection: Connection) -> String {
        let dialect = connection.dialect
        return "deleted_at IS NULL AND \(dialect.contains("id", "$1", .idList)) AND \(dialect.aside("project_id")) = $2"
    }

    private static func live(_ connection: Connection, _ ids: [ID], projectID: ID) throws -> Int {
        try connection.integer("SELECT count(*) FROM images WHERE \(isLive(connection))", ids, projectID) ?? 0
    }
}
