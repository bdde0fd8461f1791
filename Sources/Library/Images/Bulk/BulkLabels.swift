import Core
import Database
import Geometry

/// Gives many images a class, or takes it from them, by the same way that a person's edit goes: history and versions follow.
enum BulkLabels {
    static func apply(
        _ connection: Connection, _ operation: BulkStore.Operation, _ ids: [ID], at now: Timestamp, news: ImageNews
    ) throws -> Int {
        guard let labelID = operation.body.labelID else { return 0 }
        let living = try BulkField.status.current(connection, ids, projectID: operation.projectID)
        let classes = try AnnotationStore.classes(connection, of: ids)
        let isAdding = operation.body.action == .addLabel
        let isSingle = try !ClassMode.isMulti(connection, operation.projectID)
        var changed = 0
        for id in living.keys.sorted() {
            let here = classes[id] ?? []
            var operations: [AnnotationOperation] = []
            if isAdding {
                if !here.contains(where: { $0.labelID == labelID }) { operations.append(.create(labelID)) }
                if isSingle { operations += here.filter { $0.labelID != labelID }.map(AnnotationOperation.delete) }
            } else {
                operations = here.filter { $0.labelID == labelID }.map(AnnotationOperation.delete)
            }
            guard !operations.isEmpty else { continue }
            _ = try AnnotationEditing.apply(operations, connection, imageID: id, by: operation.userID, at: now, news: news)
            changed += 1
        }
        return changed
    }
}

extension AnnotationOperation {
    /// A class of the whole image.
    static func create(_ labelID: ID) -> AnnotationOperation {
        var operation = AnnotationOperation()
        operation.id = .make()
        operation.labelID = labelID
        operation.geometry = .image
        return operation
    }

    static func delete(_ annotation: Annotation) -> AnnotationOperation {
        var operation = AnnotationOperation()
        operation.action = .delete
        operation.id = annotation.id
        operation.version = annotation.version
        return operation
    }
}

extension AnnotationStore {
    /// Classes of whole images that people gave, by image.
    static func classes(_ connection: Connection, of ids: [ID]) throws -> [ID: [Annotation]] {
        let named = connection.dialect.contains("image_id", "$1", .idList)
        let found = try connection.query(
            """
            SELECT \(columns) FROM annotations WHERE \(named) AND deleted_at IS NULL AND geometry_type = 'image' AND is_prediction = 0
            ORDER BY created_at, id
            """, ids, map: read)
        return Dictionary(grouping: found, by: \.imageID)
    }
}
