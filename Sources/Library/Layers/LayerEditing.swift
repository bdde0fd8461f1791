import Core
import Database

/// Editing a layer: the same rules as for an image's annotations (all or nothing, versions, replays), in tables of their own.
enum LayerEditing {
    static func apply(
        _ operations: [AnnotationOperation], _ connection: Connection, _ layer: Layer, at now: Timestamp
    ) throws -> [Annotation] {
        guard let image = try ImageFacts.lock(connection, layer.imageID) else { throw FoveaError.notFound("The image") }
        let found = try LayerStore.byID(connection, operations.map(\.id))
        guard found.allSatisfy({ $0.layerID == layer.id }) else {
            throw FoveaError(.conflict, "An id in this request already belongs to something else. Make a new one.")
        }
        let named = found.map(\.annotation)
        if let index = operations.firstIndex(where: { $0.track.applied(to: nil) != nil }) {
            throw FoveaError.invalid("ops[\(index)].track", "is of the image's own annotations: layers have no tracks")
        }
        let checked = try AnnotationEditing.fitted(operations, to: image, connection)
        let stored = Dictionary(uniqueKeysWithValues: named.map { ($0.id, $0) })
        let plan = AnnotationPlan(checked, stored: try stored.mapValues(StoredAnnotation.init))
        guard plan.conflicts.isEmpty else { throw AnnotationEditing.conflict(plan, named) }
        guard !plan.changes.isEmpty else { return named.filter { $0.deletedAt == nil } }

        let after = try AnnotationStore.apply(
            plan, connection, imageID: layer.imageID, layerID: layer.id, stored: stored, by: layer.userID, at: now)
        try connection.execute(
            """
            UPDATE layers SET annotation_count = annotation_count + $2, updated_at = $3,
            status = CASE WHEN status = 'NEW' THEN 'IN_PROGRESS' ELSE status END WHERE id = $1
            """, layer.id, plan.changes.reduce(0) { $0 + $1.growth }, now)
        try WorkDay.add(connection, layer.projectID, layer.userID, Work(changes: plan.changes.count), at: now)
        let changed = Dictionary(uniqueKeysWithValues: after.map { ($0.id, $0) })
        return operations.compactMap { changed[$0.id] ?? stored[$0.id] }.filter { $0.deletedAt == nil }
    }

    /// Sets how far the owner has come; the queue and the counts of the set follow.
    static func setStatus(_ connection: Connection, _ layer: Layer, _ status: ImageStatus, at now: Timestamp) throws {
        guard layer.status != status else { return }
        try connection.execute("UPDATE layers SET status = $2, updated_at = $3 WHERE id = $1", layer.id, status.rawValue, now)
        try TaskStore.setOpen(connection, status != .done, layers: [layer.id])
        let change = (status == .done ? 1 : 0) - (layer.status == .done ? 1 : 0)
        guard change != 0 else { return }
        if let setID = layer.setID {
            try connection.execute("UPDATE consensus_sets SET done_count = done_count + $2 WHERE id = $1", setID, change)
        }
        if change > 0 { try WorkDay.add(connection, layer.projectID, layer.userID, Work(labelled: 1), at: now) }
    }
}

extension AnnotationPlan.Change {
    fileprivate var growth: Int {
        switch self {
        case .insert, .restore: 1
        case .update: 0
        case .delete: -1
        }
    }
}
