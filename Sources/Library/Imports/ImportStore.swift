import Core
import Database
import DatasetFormats

/// SQL of announced imports.
enum ImportStore {
    struct Announced: Sendable {
        var projectID: ID
        var filename: String
        var size: Int64
        var format: DatasetFormat?
        /// YOLO: what its label files hold, when the user said so. Kept behind the format's name: "yolo obb".
        var yoloTask: YOLOTask?
        /// Once the upload has become a blob.
        var digest: Digest?

        fileprivate var formatText: String? {
            guard let format else { return nil }
            return yoloTask.map { "\(format.rawValue) \($0.rawValue)" } ?? format.rawValue
        }
    }

    static func insert(_ connection: Connection, _ job: ID, _ announced: Announced, at now: Timestamp) throws {
        try connection.execute(
            "INSERT INTO imports (job_id, project_id, filename, size_bytes, format, created_at) VALUES ($1, $2, $3, $4, $5, $6)", job,
            announced.projectID, announced.filename, announced.size, announced.formatText, now)
    }

    static func find(_ connection: Connection, _ job: ID) throws -> Announced? {
        try connection.first("SELECT project_id, filename, size_bytes, format, digest FROM imports WHERE job_id = $1", job) { row in
            let words = (try row.optionalText(3) ?? "").split(separator: " ").map(String.init)
            return Announced(
                projectID: try row.id(0), filename: try row.text(1), size: try row.int64(2),
                format: words.first.flatMap(DatasetFormat.init(rawValue:)), yoloTask: words.dropFirst().first.flatMap(YOLOTask.init(rawValue:)),
                digest: try row.optionalDigest(4))
        }
    }

    static func set(_ connection: Connection, _ job: ID, digest: Digest?) throws {
        try connection.execute("UPDATE imports SET digest = $2 WHERE job_id = $1", job, digest)
    }

    /// Whether another import still needs the upload, or an image has the same bytes.
    static func isNeeded(_ connection: Connection, _ digest: Digest, besides job: ID) throws -> Bool {
        try connection.exists("SELECT 1 FROM imports WHERE digest = $1 AND job_id <> $2", digest, job)
            || connection.exists("SELECT 1 FROM videos WHERE digest = $1 AND job_id <> $2", digest, job)
            || connection.exists("SELECT 1 FROM blobs WHERE digest = $1", digest)
    }
}
