import Database

/// What was counted last of each project. The values of its images stand in Library, which lists by them.
enum CoverageCountsSchema {
    static let migrations: [Migration] = [
        Migration(
            number: 441, name: "coverage of projects",
            up: """
                CREATE TABLE coverage_counts (
                    project_id UUID NOT NULL PRIMARY KEY REFERENCES projects (id) ON DELETE CASCADE,
                    embedder_id UUID NOT NULL REFERENCES embedders (id) ON DELETE CASCADE,
                    job_id UUID NOT NULL,
                    image_count BIGINT NOT NULL,
                    is_exact BOOLEAN NOT NULL,
                    counted_at TIMESTAMP NOT NULL
                );
                CREATE INDEX coverage_counts_by_embedder ON coverage_counts (embedder_id);
                """,
            down: "DROP TABLE coverage_counts;")
    ]
    static let tables = [
        TableShape("coverage_counts", "project_id UUID, embedder_id UUID, job_id UUID, image_count BIGINT, is_exact BOOLEAN, counted_at TIMESTAMP")
    ]
}
