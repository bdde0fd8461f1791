import Core
import Database

/// SQL of batches.
enum BatchStore {
    private static let source = "batches b LEFT JOIN jobs j ON j.id = b.job_id"

    static func find(_ connection: Connection, _ id: ID) throws -> Batch? {
        try connection.first("SELECT \(Batch.columns) FROM \(source) WHERE b.id = $1", id, map: Batch.init)
    }

    /// Newest first.
    static func page(_ connection: Connection, project: ID, before: ID?, limit: Int) throws -> [Batch] {
        try connection.query(
            "SELECT \(Batch.columns) FROM \(source) WHERE b.project_id = $1 AND b.id < $2 ORDER BY b.id DESC LIMIT $3", project,
            before ?? ID(high: .max, low: .max), limit, map: Batch.init)
    }

    static func content(_ connection: Connection, _ batch: Batch) throws -> BatchContent {
        let images = try connection.query(
            """
            SELECT m.image_id, i.filename, m.group_label, m.by_hand, m.probability FROM batch_images m JOIN images i ON i.id = m.image_id
            WHERE m.batch_id = $1 AND i.project_id = $2 AND i.deleted_at IS NULL
            """, batch.id, batch.projectID
        ) { row in
            var read = row.reader()
            return BatchImage(
                imageID: try read.id(), filename: try read.text(), groupLabel: try read.optionalText(), byHand: try read.bool(),
                probability: try read.optionalDouble())
        }
        var counts: [String?: Int] = [:]
        for image in images { counts[image.groupLabel, default: 0] += 1 }
        let groups = counts.map { BatchGroup(label: $0.key, count: $0.value) }.sorted { a, b in
            guard let first = a.label, let second = b.label else { return b.label == nil && a.label != nil }
            return a.count != b.count ? a.count > b.count : first < second
        }
        let rank = Dictionary(uniqueKeysWithValues: groups.enumerated().map { ($0.element.label, $0.offset) })
        func key(_ image: BatchImage) -> (Int, Double, ID) { (rank[image.groupLabel] ?? 0, -(image.probability ?? 1), image.imageID) }
        return BatchContent(batch: batch, groups: groups, images: images.sorted { key($0) < key($1) })
    }

    static func insert(_ connection: Connection, _ body: BatchBody, by user: ID, at now: Timestamp) throws -> ID {
        let id = ID.make(at: now)
        try connection.execute(
            """
            INSERT INTO batches (id, project_id, name, status, parameters, image_count, created_by, created_at, updated_at)
            VALUES ($1, $2, $3, 'created', $4, 0, $5, $6, $6)
            """, id, body.projectID, body.name, body.parameters.text, user, now)
        if let images = body.imageIDs {
            try add(connection, id, project: body.projectID, images, at: now)
        } else {
            let images = try connection.query(
                "SELECT id FROM images WHERE project_id = $1 AND deleted_at IS NULL ORDER BY id LIMIT $2", body.projectID,
                BatchBody.mostImages
            ) { try $0.id(0) }
            try add(connection, id, project: body.projectID, images, at: now)
        }
        return id
    }

    /// Adds images of the batch's project; those that are in it already stay as they are. Throws `invalid` naming the field when
    /// some are not of the project.
    static func add(_ connection: Connection, _ id: ID, project: ID, _ images: [ID], at now: Timestamp) throws {
        let wanted = Set(images)
        let isNamed = connection.dialect.contains("id", "$1", .idList)
        let known = try connection.query(
            "SELECT id FROM images WHERE \(isNamed) AND \(connection.dialect.aside("project_id")) = $2 AND deleted_at IS NULL", Array(wanted),
            project
        ) { try $0.id(0) }
        guard known.count == wanted.count else {
            throw FoveaError.invalid("image_ids", "must all be images of the batch's project: \(wanted.count - known.count) are not")
        }
        try connection.executeMany(
            "INSERT INTO batch_images (batch_id, image_id, by_hand) VALUES ($1, $2, 0) ON CONFLICT DO NOTHING",
            known.map { [.id(id), .id($0)] })
        let count = try connection.integer("SELECT count(*) FROM batch_images WHERE batch_id = $1", id) ?? 0
        guard count <= BatchBody.mostImages else {
            throw FoveaError.invalid("image_ids", "would make a batch of \(count) images; at most \(BatchBody.mostImages) are taken")
        }
        try connection.execute("UPDATE batches SET image_count = $2, updated_at = $3 WHERE id = $1", id, count, now)
    }

    static func delete(_ connection: Connection, _ id: ID) throws { try connection.execute("DELETE FROM batches WHERE id = $1", id) }
}
