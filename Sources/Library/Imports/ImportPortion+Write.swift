import Core
import Database
import Geometry

extension ImportPortion {
    /// Writes the portion: images that are new, their splits, labels that are missing, annotations that are not there yet, the
    /// history and the counts.
    func write(
        _ connection: Connection, _ intake: ImageIntake, projectID: ID, userID: ID?, labelNames: [String],
        skeletons: [String: Skeleton] = [:], at now: Timestamp
    ) throws -> Outcome {
        var outcome = Outcome()
        let labels = try LabelStore.ensure(connection, projectID, names: labelNames, skeletons: skeletons, at: now)
        let pictures = try intake.add(connection, items.map(\.picture), projectID: projectID, userID: userID)
        var splits: [[SQLValue]] = []
        var wanted: [Row] = []
        for (item, picture) in zip(items, pictures) {
            if picture.duplicateOf == nil { outcome.images += 1 } else { outcome.duplicates += 1 }
            if let split = item.split { splits.append([.id(picture.imageID), .text(split.rawValue)]) }
            wanted += rows(item, picture.imageID, labels)
        }
        // People's own choice of a split stands.
        try connection.executeMany("UPDATE images SET split = $2 WHERE id = $1 AND split = 'unassigned'", splits)
        let new = try missing(connection, wanted)
        try insert(connection, new, by: userID, at: now)
        try count(connection, new, projectID: projectID, at: now)
        outcome.annotations = new.count
        return outcome
    }

    private struct Row {
        var id: ID
        var imageID: ID
        var content: AnnotationContent
    }

    private func rows(_ item: Item, _ imageID: ID, _ labels: [String: ID]) -> [Row] {
        struct Key: Hashable {
            var label: ID
            var geometry: String
        }
        var occurrences: [Key: Int] = [:]
        return item.annotations.compactMap { annotation in
            guard let label = labels[annotation.label] else { return nil }
            let text = annotation.geometry.text
            let occurrence = occurrences[Key(label: label, geometry: text), default: 0]
            occurrences[Key(label: label, geometry: text)] = occurrence + 1
            let (zOrder, attributes) = StackAttribute.taken(from: annotation.attributes)
            let confidence = annotation.confidence.map { min(1, max(0, $0.isFinite ? $0 : 0)) }
            return Row(
                id: ImportedAnnotationID.make(image: imageID, label: label, geometry: text, occurrence: occurrence), imageID: imageID,
                content: AnnotationContent(
                    labelID: label, geometry: annotation.geometry, confidence: confidence, isPrediction: confidence != nil,
                    attributes: .object(attributes), zOrder: zOrder))
        }
    }

    /// Those whose id nobody has: imported before, they stay as people have left them since, deleted ones deleted.
    private func missing(_ connection: Connection, _ rows: [Row]) throws -> [Row] {
        guard !rows.isEmpty else { return [] }
        let isNamed = connection.dialect.contains("id", "$1", .idList)
        var seen = Set(try connection.query("SELECT id FROM annotations WHERE \(isNamed)", rows.map(\.id)) { try $0.id(0) })
        // The same picture may come twice in one portion.
        return rows.filter { seen.insert($0.id).inserted }
    }

    private func insert(_ connection: Connection, _ rows: [Row], by userID: ID?, at now: Timestamp) throws {
        guard !rows.isEmpty else { return }
        let annotations = rows.enumerated().map { index, row in
            // A microsecond apart, so that they keep the order of the file.
            let moment = now.advanced(by: .microseconds(index))
            return Annotation(
                id: row.id, imageID: row.imageID, content: row.content, version: 1, createdBy: userID, createdAt: moment, updatedAt: moment)
        }
        try connection.copyIn(
            "annotations", columns: AnnotationStore.insertColumns,
            rows: zip(annotations, rows).map { AnnotationStore.insertValues($0, $1.content) })
        try connection.copyIn(
            "annotation_history", columns: AnnotationStore.historyColumns,
            rows: annotations.map { annotation in
                [
                    .id(.make(at: now)), .id(annotation.id), .id(annotation.imageID), .text("create"), userID.sqlValue, now.sqlValue,
                    SQLValue.null(.text), .text(String(decoding: annotation.encoded(), as: UTF8.self)),
                ]
            })
    }

    private func count(_ connection: Connection, _ rows: [Row], projectID: ID, at now: Timestamp) throws {
        guard !rows.isEmpty else { return }
        let images = Dictionary(rows.map { ($0.imageID, 1) }, uniquingKeysWith: +).sorted { $0.key < $1.key }
        try connection.executeMany(
            """
            UPDATE images SET annotation_count = annotation_count + $2, updated_at = $3, is_null = 0,
            status = CASE WHEN status = 'NEW' THEN 'IN_PROGRESS' ELSE status END WHERE id = $1
            """, images.map { [.id($0.key), $0.value.sqlValue, now.sqlValue] })
        let labels = Dictionary(rows.map { ($0.content.labelID, 1) }, uniquingKeysWith: +)
        try AnnotationCounters.add(connection, projectID: projectID, labels: labels, total: rows.count, at: now)
    }
}
