import Core
import Database

extension SequenceStore {
    /// Frames whose image is not in the bin, after a place.
    static func frames(_ connection: Connection, _ id: ID, after: Int?, limit: Int) throws -> [SequenceFrame] {
        try connection.query(
            """
            SELECT f.position, f.image_id, f.source_frame, f.time_us, i.status, i.annotation_count FROM sequence_frames f
            JOIN images i ON i.id = f.image_id WHERE f.sequence_id = $1 AND f.position > $2 AND i.deleted_at IS NULL
            ORDER BY f.position LIMIT $3
            """, id, after ?? -1, limit
        ) { row in
            var read = row.reader()
            return SequenceFrame(
                index: try read.int(), imageID: try read.id(), sourceFrame: try read.int(), time: Double(try read.int64()) / 1e6,
                status: try read.value(), annotationCount: try read.int())
        }
    }

    /// The living annotations of a track in the order of the frames, each at the first place of its image.
    static func stops(_ connection: Connection, _ id: ID, track: ID) throws -> [TrackStop] {
        try connection.query(
            """
            SELECT f.position, a.image_id, a.id, a.is_keyframe, a.ends_track, a.version FROM annotations a
            JOIN sequence_frames f ON f.image_id = a.image_id AND f.sequence_id = a.sequence_id AND f.is_repeat = 0
            JOIN images i ON i.id = a.image_id AND i.deleted_at IS NULL
            WHERE a.track_id = $2 AND a.sequence_id = $1 AND a.deleted_at IS NULL ORDER BY f.position
            """, id, track
        ) { row in
            var read = row.reader()
            return TrackStop(
                index: try read.int(), imageID: try read.id(), annotationID: try read.id(), isKeyframe: try read.bool(), ends: try read.bool(),
                version: try read.int())
        }
    }

    /// Where images stand in sequences, by image, older sequences first.
    static func places(_ connection: Connection, of images: [ID]) throws -> [ID: [FramePlace]] {
        guard !images.isEmpty else { return [:] }
        var places: [ID: [FramePlace]] = [:]
        let isNamed = connection.dialect.contains("image_id", "$1", .idList)
        try connection.forEach(
            "SELECT image_id, sequence_id, position, time_us FROM sequence_frames WHERE \(isNamed) AND is_repeat = 0 ORDER BY sequence_id", images
        ) { row in
            let place = FramePlace(sequenceID: try row.id(1), index: try row.int(2), time: Double(try row.int64(3)) / 1e6)
            places[try row.id(0), default: []].append(place)
        }
        return places
    }
}
