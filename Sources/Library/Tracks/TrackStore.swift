import Core
import Database

/// SQL of tracks. Every call is one part of the caller's transaction.
enum TrackStore {
    /// Locks the sequences of which the image is a frame, so that one transaction at a time works on their tracks.
    static func lockSequences(_ connection: Connection, of imageID: ID) throws -> Set<ID> {
        let ids = try connection.query(
            """
            SELECT id FROM sequences WHERE id IN (SELECT sequence_id FROM sequence_frames WHERE image_id = $1) ORDER BY id\(connection.dialect.forUpdate)
            """, imageID
        ) { try $0.id(0) }
        return Set(ids)
    }

    /// The tracks of which annotations are part, deleted ones too.
    static func tracks(_ connection: Connection, of annotations: [ID]) throws -> [ID] {
        let isNamed = connection.dialect.contains("id", "$1", .idList)
        return try connection.query("SELECT DISTINCT track_id FROM annotations WHERE \(isNamed) AND track_id IS NOT NULL", annotations) {
            try $0.id(0)
        }
    }

    /// The tracks that go, or once went, through an image.
    static func tracks(_ connection: Connection, through imageID: ID) throws -> [ID] {
        try connection.query("SELECT DISTINCT track_id FROM annotations WHERE image_id = $1 AND track_id IS NOT NULL", imageID) { try $0.id(0) }
    }

    /// Locks the images through which tracks go, with one more, in the order of their ids.
    static func lockImages(_ connection: Connection, tracks: [ID], sequences: Set<ID>, and imageID: ID) throws {
        let span = try connection.query(
            """
            SELECT f.sequence_id, min(f.position), max(f.position) FROM sequence_frames f WHERE
            \(connection.dialect.contains("f.sequence_id", "$1", .idList)) AND (f.image_id = $2 OR f.image_id IN (
                SELECT image_id FROM annotations WHERE \(connection.dialect.contains("track_id", "$3", .idList))
                OR \(connection.dialect.contains("id", "$3", .idList))))
            GROUP BY f.sequence_id
            """, Array(sequences), imageID, tracks
        ) { (sequence: try $0.id(0), first: try $0.int(1), last: try $0.int(2)) }
        var images: Set<ID> = [imageID]
        for one in span { images.formUnion(try frames(connection, one.sequence, one.first...one.last).map(\.imageID)) }
        let isNamed = connection.dialect.contains("id", "$1", .idList)
        try connection.forEach("SELECT id FROM images WHERE \(isNamed) ORDER BY id\(connection.dialect.forUpdate)", Array(images)) { _ in }
    }

    /// Frames whose picture is not in the bin.
    static func frames(_ connection: Connection, _ sequenceID: ID, _ span: ClosedRange<Int>) throws -> [(position: Int, imageID: ID)] {
        try connection.query(
            """
            SELECT f.position, f.image_id FROM sequence_frames f JOIN images i ON i.id = f.image_id AND i.deleted_at IS NULL
            WHERE f.sequence_id = $1 AND f.position >= $2 AND f.position <= $3 ORDER BY f.position
            """, sequenceID, span.lowerBound, span.upperBound
        ) { (position: try $0.int(0), imageID: try $0.id(1)) }
    }

    /// Every annotation of a track on images that are not in the bin, deleted ones too.
    static func rows(_ connection: Connection, _ trackID: ID) throws -> [Annotation] {
        try connection.query(
            """
            SELECT \(AnnotationStore.columns) FROM annotations WHERE track_id = $1
            AND image_id IN (SELECT id FROM images WHERE deleted_at IS NULL) ORDER BY created_at, id
            """, trackID, map: AnnotationStore.read)
    }

    /// The first and the last place in a sequence of any of these images; nil when none is a frame.
    static func span(_ connection: Connection, _ sequenceID: ID, of images: [ID]) throws -> ClosedRange<Int>? {
        try connection.first(
            """
            SELECT min(position), max(position) FROM sequence_frames WHERE sequence_id = $1
            AND \(connection.dialect.contains("image_id", "$2", .idList))
            """, sequenceID, images
        ) { row in
            guard let first = try row.optionalInt(0), let last = try row.optionalInt(1) else { return nil }
            return first...last
        } ?? nil
    }

    /// Says of deleted annotations that a person deleted them: the object stays away from these frames.
    static func markHoles(_ connection: Connection, _ ids: [ID]) throws {
        guard !ids.isEmpty else { return }
        try connection.executeMany(
            "UPDATE annotations SET is_keyframe = 1 WHERE id = $1 AND track_id IS NOT NULL AND deleted_at IS NOT NULL", ids.map { [.id($0)] })
    }

    /// Cuts annotations off from tracks: they stay what they are, each on its own.
    static func cut(_ connection: Connection, where condition: String, _ value: any SQLBindable) throws {
        try connection.execute(
            "UPDATE annotations SET track_id = NULL, sequence_id = NULL, is_keyframe = 0, ends_track = 0 WHERE \(condition)", value)
    }
}
