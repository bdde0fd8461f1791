import Core
import Database
import Geometry

/// SQL of annotations. Every call is one part of the caller's transaction.
enum AnnotationStore {
    static let columns = """
        id, image_id, label_id, geometry, confidence, is_prediction, attributes, z_order, version, created_by, created_at, \
        updated_at, deleted_at, track_id, sequence_id, is_keyframe, ends_track
        """

    /// The place of what is selected behind them.
    static let columnCount = 17

    static func read(_ row: Row) throws -> Annotation {
        var read = row.reader()
        var annotation = Annotation(
            id: try read.id(), imageID: try read.id(), labelID: try read.id(), geometry: RawJSON(trusted: try read.text()),
            confidence: try read.optionalDouble(), isPrediction: try read.bool(), attributes: RawJSON(trusted: try read.text()),
            zOrder: try read.int(), track: nil, version: try read.int(), createdBy: try read.optionalID(), createdAt: try read.time(),
            updatedAt: try read.time(), deletedAt: try read.optionalTime())
        guard let track = try read.optionalID(), let sequence = try read.optionalID() else { return annotation }
        annotation.track = TrackPlace(id: track, sequenceID: sequence, isKeyframe: try read.bool(), ends: try read.bool())
        return annotation
    }

    /// Living annotations of an image, oldest first.
    static func ofImage(_ connection: Connection, _ imageID: ID) throws -> [Annotation] {
        try connection.query(
            "SELECT \(columns) FROM annotations WHERE image_id = $1 AND deleted_at IS NULL ORDER BY created_at, id", imageID,
            map: read)
    }

    /// A page of the living annotations of an image, after the one that `cursor` names.
    static func page(_ connection: Connection, _ imageID: ID, after: (Timestamp, ID)?, limit: Int) throws -> [Annotation] {
        let (time, id) = after ?? (Timestamp(microseconds: .min), ID(high: 0, low: 0))
        return try connection.query(
            """
            SELECT \(columns) FROM annotations WHERE image_id = $1 AND deleted_at IS NULL AND (created_at, id) > ($2, $3)
            ORDER BY created_at, id LIMIT $4
            """, imageID, time, id, limit, map: read)
    }

    /// Living annotations of several images of a project, for thumbnails.
    static func ofImages(_ connection: Connection, _ projectID: ID, _ imageIDs: [ID], limit: Int) throws -> [Annotation] {
        try connection.query(
            """
            SELECT \(columns) FROM annotations WHERE \(connection.dialect.contains("image_id", "$1", .idList))
            AND deleted_at IS NULL
            AND EXISTS (SELECT 1 FROM images WHERE images.id = annotations.image_id AND images.project_id = $2)
            ORDER BY image_id, created_at, id LIMIT $3
            """, imageIDs, projectID, limit, map: read)
    }

    /// Annotations by id wherever they are, deleted ones too.
    static func byID(_ connection: Connection, _ ids: [ID]) throws -> [Annotation] {
        try connection.query(
            "SELECT \(columns) FROM annotations WHERE \(connection.dialect.contains("id", "$1", .idList)) ORDER BY created_at, id",
            ids, map: read)
    }
}

extension StoredAnnotation {
    init(_ annotation: Annotation) throws {
        self.init(
            id: annotation.id,
            content: AnnotationContent(
                labelID: annotation.labelID, geometry: try Geometry(text: annotation.geometry.text),
                confidence: annotation.confidence, isPrediction: annotation.isPrediction,
                attributes: try JSON.parse(annotation.attributes.text), zOrder: annotation.zOrder, track: annotation.track),
            version: annotation.version, isDeleted: annotation.deletedAt != nil)
    }
}
