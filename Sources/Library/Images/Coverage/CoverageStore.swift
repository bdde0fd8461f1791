import Core
import Database

/// SQL of how unique and representative images are.
public enum CoverageStore {
    /// What was counted of one image.
    public struct Counted: Sendable {
        public var imageID: ID
        public var uniqueness: Double
        public var representativeness: Double

        public init(imageID: ID, uniqueness: Double, representativeness: Double) {
            self.imageID = imageID
            self.uniqueness = uniqueness
            self.representativeness = representativeness
        }
    }

    /// Keeps what a job counted, in place of earlier values; an image that is gone or elsewhere meanwhile is passed over.
    public static func put(_ connection: Connection, project: ID, job: ID, _ counted: some Sequence<Counted>) throws {
        try connection.executeMany(
            """
            INSERT INTO image_coverage (image_id, project_id, job_id, uniqueness, representativeness)
            SELECT id, project_id, $3, $4, $5 FROM images WHERE id = $1 AND project_id = $2
            ON CONFLICT (image_id) DO UPDATE SET project_id = excluded.project_id, job_id = excluded.job_id,
                uniqueness = excluded.uniqueness, representativeness = excluded.representativeness
            """,
            counted.map { [.id($0.imageID), .id(project), .id(job), .double($0.uniqueness), .double($0.representativeness)] })
    }

    /// Takes away what earlier jobs counted in a project.
    public static func keepOnly(_ connection: Connection, project: ID, job: ID) throws {
        try connection.execute("DELETE FROM image_coverage WHERE project_id = $1 AND job_id <> $2", project, job)
    }

    /// Of images that leave their project: what they were among the others there says nothing elsewhere.
    static func forget(_ connection: Connection, _ ids: [ID]) throws {
        try connection.execute("DELETE FROM image_coverage WHERE \(connection.dialect.contains("image_id", "$1", .idList))", ids)
    }

    /// Nil while an image was not counted.
    public static func find(_ connection: Connection, _ imageID: ID) throws -> Counted? {
        try connection.first("SELECT image_id, uniqueness, representativeness FROM image_coverage WHERE image_id = $1", imageID, map: read)
    }

    /// Calls `body` with what was counted of every image of a project that is not in the bin.
    public static func forEach(_ connection: Connection, _ projectID: ID, _ body: (Counted) -> Void) throws {
        try connection.forEach(
            """
            SELECT c.image_id, c.uniqueness, c.representativeness FROM image_coverage c JOIN images i ON i.id = c.image_id
            WHERE c.project_id = $1 AND i.deleted_at IS NULL
            """, projectID
        ) { body(try read($0)) }
    }

    private static func read(_ row: Row) throws -> Counted {
        Counted(imageID: try row.id(0), uniqueness: try row.double(1), representativeness: try row.double(2))
    }
}
