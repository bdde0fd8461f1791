import Database

/// Indexes for listing images. Those of migration 300 begin with `deleted_at`, which PostgreSQL does not take for fixed when
/// it is compared by IS NULL, so it sorts all the same; partial indexes list in order on both engines.
public enum ImagesSchema {
    public static let migrations: [Migration] = [
        Migration(
            number: 310, name: "image lists",
            up: """
                DROP INDEX images_newest;
                DROP INDEX images_by_name;
                DROP INDEX images_by_count;
                DROP INDEX images_by_size;
                CREATE INDEX images_newest ON images (project_id, created_at, id) WHERE deleted_at IS NULL;
                CREATE INDEX images_by_name ON images (project_id, filename, id) WHERE deleted_at IS NULL;
                CREATE INDEX images_by_count ON images (project_id, annotation_count, id) WHERE deleted_at IS NULL;
                CREATE INDEX images_by_size ON images (project_id, size_bytes, id) WHERE deleted_at IS NULL;
                CREATE INDEX images_bin ON images (project_id, created_at, id) WHERE deleted_at IS NOT NULL;
                CREATE INDEX images_recent ON images (created_at, id) WHERE deleted_at IS NULL;
                CREATE INDEX images_by_thumbnail ON images (thumbnail);
                """,
            down: """
                DROP INDEX images_by_thumbnail;
                DROP INDEX images_recent;
                DROP INDEX images_bin;
                DROP INDEX images_by_size;
                DROP INDEX images_by_count;
                DROP INDEX images_by_name;
                DROP INDEX images_newest;
                CREATE INDEX images_newest ON images (project_id, deleted_at, created_at, id);
                CREATE INDEX images_by_name ON images (project_id, deleted_at, filename, id);
                CREATE INDEX images_by_count ON images (project_id, deleted_at, annotation_count, id);
                CREATE INDEX images_by_size ON images (project_id, deleted_at, size_bytes, id);
                """),
        // PostgreSQL may prefer an index over all projects' images to a project's own, and then reads everyone's. Lists across
        // projects go by the primary key instead: ids sort by time.
        Migration(
            number: 311, name: "image lists across projects by id",
            up: "DROP INDEX images_recent;",
            down: "CREATE INDEX images_recent ON images (created_at, id) WHERE deleted_at IS NULL;"),
    ]
}
