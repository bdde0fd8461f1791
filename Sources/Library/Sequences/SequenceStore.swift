import Core
import Database
import HTTPServer

/// SQL of sequences.
enum SequenceStore {
    private static let columns = """
        id, project_id, name, filename, digest, fps, width, height, duration_us, frame_count, choice, created_by, created_at, updated_at
        """

    private static func read(_ row: Row) throws -> VideoSequence {
        var read = row.reader()
        return VideoSequence(
            id: try read.id(), projectID: try read.id(), name: try read.text(), filename: try read.text(), digest: try read.digest(),
            fps: try read.double(), width: try read.int(), height: try read.int(), duration: Double(try read.int64()) / 1e6,
            frameCount: try read.int(), wanted: RawJSON(try read.json()), createdBy: try read.optionalID(), createdAt: try read.time(),
            updatedAt: try read.time())
    }

    static func find(_ connection: Connection, _ id: ID) throws -> VideoSequence? {
        try connection.first("SELECT \(columns) FROM sequences WHERE id = $1", id, map: read)
    }

    /// Newest first.
    static func page(_ connection: Connection, _ projectID: ID, before: ID?, limit: Int) throws -> [VideoSequence] {
        try connection.query(
            "SELECT \(columns) FROM sequences WHERE project_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3", projectID,
            before ?? ID(high: .max, low: .max), limit, map: read)
    }

    /// A frame that was read from a video, and the image that it became.
    struct NewFrame: Sendable {
        var imageID: ID
        var sourceFrame: Int
        var microseconds: Int64
    }

    /// Writes a sequence with its frames; images that are no longer there are left out.
    static func insert(_ connection: Connection, _ sequence: VideoSequence, _ frames: [NewFrame]) throws {
        try connection.execute(
            """
            INSERT INTO sequences (\(columns)) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, $10, $11, $12, $12)
            """, sequence.id, sequence.projectID, sequence.name, sequence.filename, sequence.digest, sequence.fps, sequence.width,
            sequence.height, Int64((sequence.duration * 1e6).rounded()), try JSON.parse(sequence.wanted.text), sequence.createdBy,
            sequence.createdAt)
        let isNamed = connection.dialect.contains("id", "$1", .idList)
        let there = Set(
            try connection.query(
                "SELECT id FROM images WHERE \(isNamed) AND \(connection.dialect.aside("project_id")) = $2",
                Array(Set(frames.map(\.imageID))), sequence.projectID
            ) { try $0.id(0) })
        var seen: Set<ID> = []
        try connection.copyIn(
            "sequence_frames", columns: ["sequence_id", "position", "image_id", "source_frame", "time_us", "is_repeat"],
            rows: frames.enumerated().filter { there.contains($0.element.imageID) }.map { place, frame in
                let isRepeat = !seen.insert(frame.imageID).inserted
                return [
                    .id(sequence.id), place.sqlValue, .id(frame.imageID), frame.sourceFrame.sqlValue, frame.microseconds.sqlValue, isRepeat.sqlValue,
                ]
            })
        try recount(connection, [sequence.id])
    }

    static func rename(_ connection: Connection, _ id: ID, _ name: String, at now: Timestamp) throws {
        try connection.execute("UPDATE sequences SET name = $2, updated_at = $3 WHERE id = $1", id, name, now)
    }

    /// Takes a sequence apart: its images stay, and so do their annotations, each on its own.
    static func delete(_ connection: Connection, _ id: ID) throws {
        try TrackStore.cut(connection, where: "sequence_id = $1", id)
        try connection.execute("DELETE FROM sequences WHERE id = $1", id)
    }

    /// Images of a sequence that are frames of no other.
    static func ownImages(_ connection: Connection, _ id: ID) throws -> [ID] {
        try connection.query(
            """
            SELECT DISTINCT f.image_id FROM sequence_frames f WHERE f.sequence_id = $1
            AND NOT EXISTS (SELECT 1 FROM sequence_frames o WHERE o.image_id = f.image_id AND o.sequence_id <> $1)
            """, id
        ) { try $0.id(0) }
    }

    // MARK: images come and go

    /// Locks the sequences of which images are frames, before the images, as every edit of a track does.
    static func lock(_ connection: Connection, ofImages ids: [ID]) throws -> [ID] {
        let isNamed = connection.dialect.contains("image_id", "$1", .idList)
        return try connection.query(
            "SELECT id FROM sequences WHERE id IN (SELECT sequence_id FROM sequence_frames WHERE \(isNamed)) ORDER BY id\(connection.dialect.forUpdate)",
            ids
        ) { try $0.id(0) }
    }

    static func recount(_ connection: Connection, _ ids: [ID]) throws {
        try connection.executeMany(
            """
            UPDATE sequences SET frame_count = (SELECT count(*) FROM sequence_frames f JOIN images i ON i.id = f.image_id
            WHERE f.sequence_id = $1 AND i.deleted_at IS NULL) WHERE id = $1
            """, ids.map { [.id($0)] })
    }

    /// Images leave for another project: they are frames no more, and what is on them is on them alone.
    static func release(_ connection: Connection, _ images: [ID]) throws {
        let sequences = try lock(connection, ofImages: images)
        let isNamed = connection.dialect.contains("image_id", "$1", .idList)
        try TrackStore.cut(connection, where: "\(isNamed) AND track_id IS NOT NULL", images)
        try connection.execute("DELETE FROM sequence_frames WHERE \(isNamed)", images)
        try recount(connection, sequences)
    }
}
