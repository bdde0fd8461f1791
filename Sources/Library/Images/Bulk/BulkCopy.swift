import Core
import Database
import Geometry
import JobQueue

/// Copies images with what is on them into another project. The bytes are shared; a picture that the target has already is
/// passed over.
struct BulkCopy {
    let operation: BulkStore.Operation
    let jobs: JobQueue
    let arrivals: ImageArrivals

    func apply(_ connection: Connection, _ ids: [ID], at now: Timestamp) throws -> Int {
        guard let target = operation.body.targetProjectID else { return 0 }
        let match = try LabelMatch(
            connection, from: operation.projectID, to: target, createLabels: operation.body.createLabels, at: now)
        let named = connection.dialect.contains("i.id", "$1", .idList)
        let sources = try connection.query(
            """
            SELECT \(ImageStore.columns) FROM images i WHERE \(named) AND \(connection.dialect.aside("i.project_id")) = $2
            AND i.deleted_at IS NULL ORDER BY i.id
            """, ids, operation.projectID, map: ImageStore.read)
        let arrived = sources.enumerated().map { index, image in
            ArrivedImage(
                id: .make(at: now.advanced(by: .microseconds(index))), filename: image.filename, digest: image.digest, size: image.sizeBytes,
                contentType: image.contentType, width: image.width, height: image.height)
        }
        let answers = try ImageStore.insert(connection, arrived, projectID: target, userID: operation.userID, at: now)
        let new = zip(sources, answers).filter { $0.1.duplicateOf == nil }.map { (source: $0.0, id: $0.1.imageID) }
        for pair in new { try copy(connection, pair.source, to: pair.id, match, at: now) }
        try match.tag(connection, new.map { ($0.source.id, $0.id) })
        let unprepared = new.filter { !$0.source.hasThumbnail }.map(\.id)
        try jobs.enqueue(connection, IngestJob.jobs(for: unprepared, projectID: target, userID: operation.userID))
        if !new.isEmpty { try jobs.enqueue(connection, arrivals.jobs(new.map(\.id), target, operation.userID)) }
        return new.count
    }

    private func copy(_ connection: Connection, _ source: Image, to id: ID, _ match: LabelMatch, at now: Timestamp) throws {
        let operations = try AnnotationStore.ofImage(connection, source.id).compactMap { try create($0, match) }
        if !operations.isEmpty {
            _ = try AnnotationEditing.apply(operations, connection, imageID: id, by: operation.userID, at: now, news: .silent)
        }
        try ImageStore.setStatus(connection, [id], source.status, projectID: match.target, at: now)
        try connection.execute(
            """
            UPDATE images SET split = $2, is_null = $3, thumbnail = (SELECT thumbnail FROM images s WHERE s.id = $4) WHERE id = $1
            """, id, source.split.rawValue, source.isNull && operations.isEmpty, source.id)
        try connection.execute(
            """
            UPDATE image_details SET exif = (SELECT exif FROM image_details s WHERE s.image_id = $2),
            metadata = (SELECT metadata FROM image_details s WHERE s.image_id = $2) WHERE image_id = $1
            """, id, source.id)
    }

    private func create(_ annotation: Annotation, _ match: LabelMatch) throws -> AnnotationOperation? {
        guard let labelID = match[label: annotation.labelID] else { return nil }
        var create = AnnotationOperation()
        create.id = .make()
        create.labelID = labelID
        create.geometry = try Geometry(text: annotation.geometry.text)
        create.confidence = annotation.confidence.map { .value($0) } ?? .absent
        create.isPrediction = annotation.isPrediction
        create.attributes = try JSON.parse(annotation.attributes.text)
        create.zOrder = annotation.zOrder
        return create
    }
}
