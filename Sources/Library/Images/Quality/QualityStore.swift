import Core
import Database
import ImageQuality

/// SQL of what was measured.
public enum QualityStore {
    /// What came of measuring one image.
    public struct Measured: Sendable {
        public var imageID: ID
        /// Nil when its pixels cannot be decoded: then `error` says why.
        public var quality: ImageQuality?
        public var error: String?

        public init(imageID: ID, quality: ImageQuality?, error: String? = nil) {
            self.imageID = imageID
            self.quality = quality
            self.error = error
        }
    }

    private static let metrics = QualityMetric.allCases.map(\.rawValue)

    /// Keeps measures, in place of earlier ones; images that are gone meanwhile are passed over.
    public static func put(_ connection: Connection, _ measured: [Measured], at now: Timestamp) throws {
        guard !measured.isEmpty else { return }
        let named = connection.dialect.contains("id", "$1", .idList)
        let projects = Dictionary(
            uniqueKeysWithValues: try connection.query("SELECT id, project_id FROM images WHERE \(named)", measured.map(\.imageID)) {
                (try $0.id(0), try $0.id(1))
            })
        let columns = ["image_id", "project_id", "version", "error_message", "measured_at"] + metrics
        let sql = """
            INSERT INTO image_quality (\(columns.joined(separator: ", "))) VALUES (\((1...columns.count).map { "$\($0)" }.joined(separator: ", ")))
            ON CONFLICT (image_id) DO UPDATE SET \(columns.dropFirst().map { "\($0) = excluded.\($0)" }.joined(separator: ", "))
            """
        try connection.executeMany(
            sql,
            measured.compactMap { one -> [SQLValue]? in
                guard let project = projects[one.imageID] else { return nil }
                let values: [SQLValue] = QualityMetric.allCases.map { (one.quality?[$0]).sqlValue }
                return [
                    .id(one.imageID), .id(project), .integer(Int64(ImageQuality.version)), one.error.sqlValue, now.sqlValue,
                ] + values
            })
    }

    /// What is known of an image: nil while it was not measured.
    public struct Stored: Sendable {
        public var version: Int
        public var error: String?
        public var measuredAt: Timestamp
        public var quality: ImageQuality
    }

    public static func find(_ connection: Connection, _ imageID: ID) throws -> Stored? {
        try connection.first(
            """
            SELECT q.version, q.error_message, q.measured_at, i.width, i.height, \(metrics.map { "q.\($0)" }.joined(separator: ", "))
            FROM image_quality q JOIN images i ON i.id = q.image_id WHERE q.image_id = $1
            """, imageID
        ) { row in
            Stored(
                version: try row.int(0), error: try row.optionalText(1), measuredAt: try row.time(2),
                quality: ImageQuality(width: try row.int(3), height: try row.int(4), values: try values(row, from: 5)))
        }
    }

    /// Calls `body` with what was measured of every image of a project that is not in the bin.
    public static func forEach(_ connection: Connection, _ projectID: ID, _ body: (ImageQuality) -> Void) throws {
        try connection.forEach(
            """
            SELECT i.width, i.height, \(metrics.map { "q.\($0)" }.joined(separator: ", ")) FROM images i
            JOIN image_quality q ON q.image_id = i.id WHERE i.project_id = $1 AND i.deleted_at IS NULL AND q.error_message IS NULL
            """, projectID
        ) { row in
            body(ImageQuality(width: try row.int(0), height: try row.int(1), values: try values(row, from: 2)))
        }
    }

    private static func values(_ row: Row, from column: Int) throws -> [QualityMetric: Double] {
        var values: [QualityMetric: Double] = [:]
        for (index, metric) in QualityMetric.allCases.enumerated() { values[metric] = try row.optionalDouble(column + index) }
        return values
    }

    /// A project's images after `last`, by id, that were not measured by this version: all of them, or those of `among`.
    public static func missing(
        _ connection: Connection, _ projectID: ID, among ids: [ID]? = nil, again: Bool = false, after last: ID?, limit: Int
    ) throws -> [(id: ID, digest: Digest)] {
        var values: [SQLValue] = [projectID.sqlValue]
        func bind(_ value: any SQLBindable) -> String {
            values.append(value.sqlValue)
            return "$\(values.count)"
        }
        var conditions = ["i.project_id = $1", "i.deleted_at IS NULL"]
        if let last { conditions.append("i.id > \(bind(last))") }
        if let ids { conditions.append(connection.dialect.contains("i.id", bind(ids), .idList)) }
        if !again { conditions.append("(q.image_id IS NULL OR q.version <> \(bind(ImageQuality.version)))") }
        let sql = """
            SELECT i.id, i.digest FROM images i LEFT JOIN image_quality q ON q.image_id = i.id WHERE \(conditions.joined(separator: " AND "))
            ORDER BY i.id LIMIT \(bind(limit))
            """
        return try connection.query(sql, values: values) { (try $0.id(0), try $0.digest(1)) }
    }

    /// How many of a project's images there are, were measured by this version, and could not be.
    public static func counts(_ connection: Connection, _ projectID: ID) throws -> (images: Int, measured: Int, failed: Int) {
        try connection.first(
            """
            SELECT count(*), count(q.image_id), count(q.error_message) FROM images i
            LEFT JOIN image_quality q ON q.image_id = i.id AND q.version = $2 WHERE i.project_id = $1 AND i.deleted_at IS NULL
            """, projectID, ImageQuality.version
        ) { row in
            let failed = try row.int(2)
            return (try row.int(0), try row.int(1) - failed, failed)
        } ?? (0, 0, 0)
    }

    /// The measures of images that go to another project go along.
    static func move(_ connection: Connection, _ ids: [ID], to projectID: ID) throws {
        let named = connection.dialect.contains("image_id", "$1", .idList)
        try connection.execute("UPDATE image_quality SET project_id = $2 WHERE \(named)", ids, projectID)
    }
}
