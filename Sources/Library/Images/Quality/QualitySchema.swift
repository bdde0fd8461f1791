import Database
import ImageQuality

/// What was measured of each image. It stands here and not with curation, which measures, because the image list filters and
/// sorts by it. `project_id` is the image's: each metric has an index that lists a project's images in its order.
public enum QualitySchema {
    /// The columns of migration 401, by metric. A metric that comes later gets a migration of its own.
    private static let first = [
        "brisque", "niqe", "piqe", "sharpness", "noise", "contrast", "colorfulness", "brightness", "shadows", "highlights", "entropy",
    ]

    public static let migrations: [Migration] = [
        Migration(
            number: 401, name: "image quality",
            up: """
                CREATE TABLE image_quality (
                    image_id UUID NOT NULL PRIMARY KEY REFERENCES images (id) ON DELETE CASCADE,
                    project_id UUID NOT NULL,
                    version BIGINT NOT NULL,
                    error_message TEXT,
                    measured_at TIMESTAMP NOT NULL,
                    \(first.map { "\($0) DOUBLE" }.joined(separator: ",\n    "))
                );
                \(first.map { "CREATE INDEX quality_by_\($0) ON image_quality (project_id, \($0), image_id);" }.joined(separator: "\n"))
                """,
            down: "DROP TABLE image_quality;")
    ]
}
