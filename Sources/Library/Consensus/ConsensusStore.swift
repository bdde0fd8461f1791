import Core
import Database

/// SQL of consensus sets.
enum ConsensusStore {
    private static let columns = """
        id, project_id, name, note, due_at, status, image_count, layer_count, done_count, merged_count, created_by, created_at, closed_at
        """

    private static func read(_ row: Row) throws -> ConsensusSet {
        var read = row.reader()
        return ConsensusSet(
            id: try read.id(), projectID: try read.id(), name: try read.text(), note: try read.text(), dueAt: try read.optionalTime(),
            status: try read.value(), imageCount: try read.int(), layerCount: try read.int(), doneCount: try read.int(),
            mergedCount: try read.int(), annotators: [], createdBy: try read.optionalID(), createdAt: try read.time(),
            closedAt: try read.optionalTime())
    }

    /// Newest first, before the one that `before` names.
    static func page(_ connection: Connection, _ projectID: ID, before: ID?, limit: Int) throws -> [ConsensusSet] {
        try withAnnotators(
            connection,
            try connection.query(
                "SELECT \(columns) FROM consensus_sets WHERE project_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3", projectID,
                before ?? ID(high: .max, low: .max), limit, map: read))
    }

    static func find(_ connection: Connection, _ id: ID) throws -> ConsensusSet? {
        let set = try connection.first("SELECT \(columns) FROM consensus_sets WHERE id = $1", id, map: read)
        return try withAnnotators(connection, set.map { [$0] } ?? []).first
    }

    private static func withAnnotators(_ connection: Connection, _ sets: [ConsensusSet]) throws -> [ConsensusSet] {
        var annotators: [ID: [ConsensusAnnotator]] = [:]
        try connection.forEach(
            """
            SELECT c.set_id, c.user_id, u.username,
            (SELECT count(*) FROM layers l WHERE l.set_id = c.set_id AND l.user_id = c.user_id AND l.status = 'DONE')
            FROM consensus_annotators c JOIN users u ON u.id = c.user_id
            WHERE \(connection.dialect.contains("c.set_id", "$1", .idList)) ORDER BY u.username, c.user_id
            """, sets.map(\.id)
        ) { row in
            annotators[try row.id(0), default: []].append(
                ConsensusAnnotator(userID: try row.id(1), username: try row.text(2), doneCount: try row.int(3)))
        }
        return sets.map { set in
            var set = set
            set.annotators = annotators[set.id] ?? []
            return set
        }
    }

    static func create(_ connection: Connection, _ projectID: ID, _ body: ConsensusBody, by userID: ID, at now: Timestamp) throws -> ID {
        try MemberRoles.require(.annotator, connection, projectID, body.userIDs) { "user_ids[\($0)]" }
        let images = try body.images.resolve(connection, projectID)
        guard !images.isEmpty else { throw FoveaError.invalid("images", "finds no image") }
        let layerCount = images.count * body.userIDs.count
        guard layerCount <= ConsensusBody.mostLayers else {
            throw FoveaError.invalid("images", "times the people is \(layerCount): \(ConsensusBody.mostLayers) layers are the most of one set")
        }
        let id = ID.make(at: now)
        try connection.execute(
            """
            INSERT INTO consensus_sets (id, project_id, name, note, due_at, status, image_count, layer_count, done_count, merged_count,
            created_by, created_at) VALUES ($1, $2, $3, $4, $5, 'open', $6, $7, 0, 0, $8, $9)
            """, id, projectID, body.name, body.note, body.dueAt, images.count, layerCount, userID, now)
        try connection.copyIn("consensus_annotators", columns: ["set_id", "user_id"], rows: body.userIDs.map { [.id(id), .id($0)] })
        try connection.copyIn("consensus_images", columns: ["set_id", "image_id"], rows: images.map { [.id(id), .id($0)] })
        let layers = body.userIDs.flatMap { user in
            images.map { LayerStore.New(id: .make(at: now), imageID: $0, userID: user, setID: id, kind: .consensus) }
        }
        try LayerStore.insert(connection, layers, projectID: projectID, at: now)
        let tasks = layers.map { TaskStore.New(imageID: $0.imageID, userID: $0.userID, kind: .label, layerID: $0.id) }
        try TaskStore.insert(connection, tasks, projectID: projectID, at: now)
        return id
    }

    static func update(_ connection: Connection, _ set: ConsensusSet, _ patch: ConsensusPatch, at now: Timestamp) throws {
        let status = patch.status ?? set.status
        try connection.execute(
            "UPDATE consensus_sets SET name = $2, note = $3, due_at = $4, status = $5, closed_at = $6 WHERE id = $1", set.id,
            patch.name ?? set.name, patch.note ?? set.note, patch.dueAt.applied(to: set.dueAt), status.rawValue,
            status == .closed ? set.closedAt ?? now : nil)
        guard status != set.status else { return }
        let unfinished = try connection.query("SELECT id FROM layers WHERE set_id = $1 AND status <> 'DONE'", set.id) { try $0.id(0) }
        try TaskStore.setOpen(connection, status == .open, layers: unfinished)
    }

    static func delete(_ connection: Connection, _ id: ID) throws {
        try connection.execute("DELETE FROM consensus_sets WHERE id = $1", id)
    }
}
