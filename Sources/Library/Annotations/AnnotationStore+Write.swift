import Core
import Database
import Geometry

extension AnnotationStore {
    /// Writes what a plan decided, with a history row for each change; answers the annotations as they now are.
    ///
    /// - Parameter layerID: writes to somebody's layer instead of the image's own annotations, without history.
    static func apply(
        _ plan: AnnotationPlan, _ connection: Connection, imageID: ID, layerID: ID? = nil, stored: [ID: Annotation], by userID: ID?,
        at now: Timestamp
    ) throws -> [Annotation] {
        try apply(plan.changes.map { (imageID, $0) }, connection, layerID: layerID, stored: stored, by: userID, at: now)
    }

    /// The same for changes of several images.
    static func apply(
        _ changes: [(imageID: ID, change: AnnotationPlan.Change)], _ connection: Connection, layerID: ID? = nil, stored: [ID: Annotation],
        by userID: ID?, at now: Timestamp
    ) throws -> [Annotation] {
        var after: [Annotation] = []
        var inserts: [[SQLValue]] = []
        var updates: [[SQLValue]] = []
        var deletes: [[SQLValue]] = []
        var history: [[SQLValue]] = []
        for (imageID, change) in changes {
            let before = stored[change.id]
            // A microsecond apart, so that those made at once lie on each other in the order in which they were named.
            let moment = now.advanced(by: .microseconds(inserts.count))
            guard let annotation = change.applied(to: before, imageID: imageID, by: userID, at: moment) else { continue }
            switch change {
            case .insert(_, let content):
                inserts.append(insertValues(annotation, content) + (layerID.map { [.id($0)] } ?? []))
            case .update(_, let content, _), .restore(_, let content, _):
                updates.append(
                    [.id(annotation.id)] + contentValues(annotation, content) + [annotation.version.sqlValue, annotation.updatedAt.sqlValue])
            case .delete:
                deletes.append([.id(annotation.id), annotation.version.sqlValue, annotation.updatedAt.sqlValue])
            }
            history.append([
                .id(.make(at: now)), .id(annotation.id), .id(imageID), .text(change.word), userID.sqlValue, now.sqlValue,
                before.map { String(decoding: $0.encoded(), as: UTF8.self) }.sqlValue,
                .text(String(decoding: annotation.encoded(), as: UTF8.self)),
            ])
            after.append(annotation)
        }
        let table = layerID == nil ? "annotations" : "layer_annotations"
        let columns = insertColumns + (layerID == nil ? [] : ["layer_id"])
        if !inserts.isEmpty { try connection.copyIn(table, columns: columns, rows: inserts) }
        if !updates.isEmpty { try connection.executeMany("UPDATE \(table) \(updated)", updates) }
        if !deletes.isEmpty { try connection.executeMany("UPDATE \(table) \(deleted)", deletes) }
        if layerID == nil, !history.isEmpty { try connection.copyIn("annotation_history", columns: historyColumns, rows: history) }
        return after
    }

    static func insertValues(_ annotation: Annotation, _ content: AnnotationContent) -> [SQLValue] {
        [.id(annotation.id), .id(annotation.imageID)] + contentValues(annotation, content) + [
            annotation.version.sqlValue, annotation.createdBy.sqlValue, annotation.createdAt.sqlValue,
            annotation.updatedAt.sqlValue, SQLValue.null(.integer),
        ]
    }

    /// The texts are the annotation's own, which has them written out already.
    private static func contentValues(_ annotation: Annotation, _ content: AnnotationContent) -> [SQLValue] {
        let box = content.geometry.boundingBox ?? Box(x: 0, y: 0, width: 0, height: 0)
        return [
            .id(content.labelID), .text(content.geometry.kind.rawValue), .text(annotation.geometry.text), .double(box.x),
            .double(box.y), .double(box.right), .double(box.bottom), content.confidence.sqlValue,
            content.isPrediction.sqlValue, .text(annotation.attributes.text), content.zOrder.sqlValue,
            (content.track?.id).sqlValue, (content.track?.sequenceID).sqlValue, (content.track?.isKeyframe == true).sqlValue,
            (content.track?.ends == true).sqlValue,
        ]
    }

    static let insertColumns = [
        "id", "image_id", "label_id", "geometry_type", "geometry", "min_x", "min_y", "max_x", "max_y", "confidence",
        "is_prediction", "attributes", "z_order", "track_id", "sequence_id", "is_keyframe", "ends_track", "version", "created_by", "created_at",
        "updated_at", "deleted_at",
    ]
    static let historyColumns = ["id", "annotation_id", "image_id", "action", "user_id", "at", "before", "after"]
    private static let updated = """
        SET label_id = $2, geometry_type = $3, geometry = $4, min_x = $5, min_y = $6, max_x = $7, max_y = $8,
        confidence = $9, is_prediction = $10, attributes = $11, z_order = $12, track_id = $13, sequence_id = $14, is_keyframe = $15,
        ends_track = $16, version = $17, updated_at = $18, deleted_at = NULL
        WHERE id = $1
        """
    private static let deleted = "SET version = $2, updated_at = $3, deleted_at = $3 WHERE id = $1"
}

extension AnnotationPlan.Change {
    var id: ID {
        switch self {
        case .insert(let id, _), .update(let id, _, _), .delete(let id, _), .restore(let id, _, _): id
        }
    }

    /// As the history calls it.
    var word: String {
        switch self {
        case .insert: "create"
        case .update: "update"
        case .delete: "delete"
        case .restore: "restore"
        }
    }

    /// The annotation as the change leaves it; nil for a change of one that is not there (a plan makes none).
    func applied(to before: Annotation?, imageID: ID, by userID: ID?, at now: Timestamp) -> Annotation? {
        switch self {
        case .insert(let id, let content):
            return Annotation(id: id, imageID: imageID, content: content, version: 1, createdBy: userID, createdAt: now, updatedAt: now)
        case .update(let id, let content, let version), .restore(let id, let content, let version):
            guard let before else { return nil }
            return Annotation(
                id: id, imageID: imageID, content: content, version: version, createdBy: before.createdBy,
                createdAt: before.createdAt, updatedAt: now)
        case .delete(_, let version):
            guard var annotation = before else { return nil }
            annotation.version = version
            annotation.updatedAt = now
            annotation.deletedAt = now
            return annotation
        }
    }
}

extension Annotation {
    init(
        id: ID, imageID: ID, content: AnnotationContent, version: Int, createdBy: ID?, createdAt: Timestamp, updatedAt: Timestamp
    ) {
        self.init(
            id: id, imageID: imageID, labelID: content.labelID, geometry: RawJSON(trusted: content.geometry.text),
            confidence: content.confidence, isPrediction: content.isPrediction, attributes: RawJSON(content.attributes),
            zOrder: content.zOrder, track: content.track, version: version, createdBy: createdBy, createdAt: createdAt, updatedAt: updatedAt,
            deletedAt: nil)
    }
}
