import Core
import Database

/// SQL of announced videos.
enum VideoStore {
    struct Announced: Sendable {
        var projectID: ID
        var filename: String
        var size: Int64
        var name: String
        var wanted: FramesWanted
        /// Once the upload has become a blob.
        var digest: Digest?
    }

    static func insert(_ connection: Connection, _ job: ID, _ announced: Announced, at now: Timestamp) throws {
        try connection.execute(
            "INSERT INTO videos (job_id, project_id, filename, size_bytes, choice, name, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)", job,
            announced.projectID, announced.filename, announced.size, try JSON.parse(announced.wanted.encoded()), announced.name, now)
    }

    static func find(_ connection: Connection, _ job: ID) throws -> Announced? {
        try connection.first("SELECT project_id, filename, size_bytes, name, choice, digest FROM videos WHERE job_id = $1", job) { row in
            Announced(
                projectID: try row.id(0), filename: try row.text(1), size: try row.int64(2), name: try row.text(3),
                wanted: try FramesWanted.decode(try row.json(4)), digest: try row.optionalDigest(5))
        }
    }

    static func set(_ connection: Connection, _ job: ID, digest: Digest?) throws {
        try connection.execute("UPDATE videos SET digest = $2 WHERE job_id = $1", job, digest)
    }
}
