import Database

/// How unique and how representative each image is. It stands here and not with curation, which counts, because the image list filters
/// and sorts by it, as by quality. `job_id` is the counting that wrote the row: what an earlier one left is told by it.
public enum CoverageSchema {
    public static let migrations: [Migration] = [
        Migration(
            number: 440, name: "image coverage",
            up: """
                CREATE TABLE image_coverage (
                    image_id UUID NOT NULL PRIMARY KEY REFERENCES images (id) ON DELETE CASCADE,
                    project_id UUID NOT NULL,
                    job_id UUID NOT NULL,
                    uniqueness DOUBLE NOT NULL,
                    representativeness DOUBLE NOT NULL
                );
                CREATE INDEX coverage_by_uniqueness ON image_coverage (project_id, uniqueness, image_id);
                CREATE INDEX coverage_by_representativeness ON image_coverage (project_id, representativeness, image_id);
                """,
            down: "DROP TABLE image_coverage;")
    ]

    public static let tables = [
        TableShape("image_coverage", "image_id UUID, project_id UUID, job_id UUID, uniqueness DOUBLE, representativeness DOUBLE")
    ]
}
