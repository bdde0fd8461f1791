import Core
import Database

/// SQL of labels.
public enum LabelStore {
    private static let columns =
        "id, project_id, name, color, position, path, hotkey, attributes, skeleton, annotation_count, created_at"

    private static func read(_ row: Row) throws -> Label {
        var read = row.reader()
        return Label(
            id: try read.id(), projectID: try read.id(), name: try read.text(), color: try read.text(), index: try read.int(),
            path: try read.optionalText(), hotkey: try read.optionalText(), attributes: RawJSON(trusted: try read.text()),
            skeleton: try read.optionalText().map { RawJSON(trusted: $0) }, annotationCount: try read.int(),
            createdAt: try read.time())
    }

    /// In the order of their index.
    public static func ofProject(_ connection: Connection, _ projectID: ID) throws -> [Label] {
        try connection.query(
            "SELECT \(columns) FROM labels WHERE project_id = $1 ORDER BY position, id", projectID, map: read)
    }

    static func find(_ connection: Connection, _ id: ID) throws -> Label? {
        try connection.first("SELECT \(columns) FROM labels WHERE id = $1", id, map: read)
    }

    /// Which of `ids` are labels of the project.
    static func existing(_ connection: Connection, _ ids: [ID], projectID: ID) throws -> Set<ID> {
        guard !ids.isEmpty else { return [] }
        let isWanted = connection.dialect.contains("id", "$1", .idList)
        return Set(
            try connection.query("SELECT id FROM labels WHERE \(isWanted) AND project_id = $2", ids, projectID) { try $0.id(0) })
    }

    /// Adds a label at `body.index`, or at the end. Throws `FoveaError.conflict` when the name is taken.
    @discardableResult
    public static func create(_ connection: Connection, _ projectID: ID, _ body: LabelBody, at now: Timestamp) throws -> Label {
        let next = try connection.integer("SELECT COALESCE(max(position) + 1, 0) FROM labels WHERE project_id = $1", projectID) ?? 0
        let index = body.index ?? next
        let label = Label(
            id: .make(at: now), projectID: projectID, name: body.name, color: body.color?.lowercased() ?? LabelPalette.color(next),
            index: index, path: body.path, hotkey: body.hotkey ?? (next < 10 ? String((next + 1) % 10) : nil),
            attributes: RawJSON(trusted: String(decoding: body.attributes.encoded(), as: UTF8.self)),
            skeleton: body.skeleton.map { RawJSON(trusted: String(decoding: $0.encoded(), as: UTF8.self)) },
            annotationCount: 0, createdAt: now)
        try unlessTaken(label.name) {
            try connection.execute(
                """
                INSERT INTO labels (id, project_id, name, color, position, path, hotkey, attributes, skeleton, created_at)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
                """, label.id, projectID, label.name, label.color, index, label.path, label.hotkey, label.attributes.text,
                label.skeleton?.text, now)
        }
        return label
    }

    /// Ids of the labels with these names, made where missing, in one go: for imports.
    ///
    /// - Parameter skeletons: by name, for labels that are made or have none; what people have drawn stands.
    public static func ensure(
        _ connection: Connection, _ projectID: ID, names: [String], skeletons: [String: Skeleton] = [:], at now: Timestamp
    ) throws -> [String: ID] {
        let labels = try ofProject(connection, projectID)
        var known = Dictionary(uniqueKeysWithValues: labels.map { ($0.name, $0.id) })
        for label in labels where label.skeleton == nil {
            guard let skeleton = skeletons[label.name] else { continue }
            var patch = LabelPatch()
            patch.skeleton = .value(skeleton)
            try update(connection, label, patch)
        }
        for name in names where known[name] == nil {
            var body = LabelBody()
            body.name = name
            body.skeleton = skeletons[name]
            known[name] = try create(connection, projectID, body, at: now).id
        }
        return known
    }

    static func update(_ connection: Connection, _ label: Label, _ patch: LabelPatch) throws {
        try unlessTaken(patch.name ?? label.name) {
            let skeleton = patch.skeleton.applied(to: nil).map { String(decoding: $0.encoded(), as: UTF8.self) }
            try connection.execute(
                """
                UPDATE labels SET name = $2, color = $3, position = $4, path = $5, hotkey = $6, attributes = $7, skeleton = $8
                WHERE id = $1
                """, label.id, patch.name ?? label.name, patch.color?.lowercased() ?? label.color, patch.index ?? label.index,
                patch.path.applied(to: label.path), patch.hotkey.applied(to: label.hotkey),
                patch.attributes.map { String(decoding: $0.encoded(), as: UTF8.self) } ?? label.attributes.text,
                patch.skeleton.isAbsent ? label.skeleton?.text : skeleton)
        }
    }

    /// Throws `FoveaError.conflict` while annotations, deleted ones included, still use it.
    static func delete(_ connection: Connection, _ label: Label) throws {
        if label.annotationCount > 0 {
            throw FoveaError(
                .conflict, "\(label.annotationCount) annotations use the label \"\(label.name)\". Move or delete them first.")
        }
        let isUsed = try connection.exists("SELECT 1 FROM annotations WHERE label_id = $1 AND deleted_at IS NULL LIMIT 1", label.id)
        let isInLayers = try connection.exists(
            "SELECT 1 FROM layer_annotations WHERE label_id = $1 AND deleted_at IS NULL LIMIT 1", label.id)
        if isUsed || isInLayers { throw FoveaError(.conflict, "Annotations use the label \"\(label.name)\". Move or delete them first.") }
        // Deleted annotations keep their history; their rows would hold the label for ever.
        try connection.execute("DELETE FROM annotations WHERE label_id = $1", label.id)
        try connection.execute("DELETE FROM layer_annotations WHERE label_id = $1", label.id)
        try connection.execute("DELETE FROM labels WHERE id = $1", label.id)
    }

    private static func unlessTaken(_ name: String, _ body: () throws -> Void) throws {
        do { try body() } catch let error as DatabaseError {
            guard case .uniqueViolation = error.kind else { throw error }
            throw FoveaError(
                .conflict, "The project has a label \"\(name)\" already.", fields: [.init("name", "is taken in this project")])
        }
    }
}
