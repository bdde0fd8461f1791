import Database

/// What managing many images needs: filters that find few among many, saved views, changes that can be undone.
public enum ManagementSchema {
    public static let migrations: [Migration] = [
        // `deleted_at` in annotations_predicted says nothing new: SQLite prefers an index that answers more of the comparisons.
        Migration(
            number: 340, name: "image filters",
            up: """
                ALTER TABLE images ADD COLUMN is_null BIGINT NOT NULL DEFAULT 0;
                CREATE INDEX images_by_update ON images (project_id, updated_at, id) WHERE deleted_at IS NULL;
                CREATE INDEX images_by_width ON images (project_id, width, id) WHERE deleted_at IS NULL;
                CREATE INDEX images_by_height ON images (project_id, height, id) WHERE deleted_at IS NULL;
                CREATE INDEX images_null ON images (project_id, id) WHERE is_null = 1 AND deleted_at IS NULL;
                CREATE INDEX images_commented ON images (project_id, id) WHERE comment_count > 0 AND deleted_at IS NULL;
                CREATE INDEX annotations_predicted ON annotations (image_id, deleted_at) WHERE is_prediction = 1 AND deleted_at IS NULL;
                CREATE INDEX annotations_by_type ON annotations (geometry_type, image_id) WHERE deleted_at IS NULL;
                """,
            down: """
                DROP INDEX annotations_by_type;
                DROP INDEX annotations_predicted;
                DROP INDEX images_commented;
                DROP INDEX images_null;
                DROP INDEX images_by_height;
                DROP INDEX images_by_width;
                DROP INDEX images_by_update;
                ALTER TABLE images DROP COLUMN is_null;
                """),
        Migration(
            number: 341, name: "saved views",
            up: """
                CREATE TABLE image_views (
                    id UUID PRIMARY KEY,
                    project_id UUID NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
                    owner_id UUID NOT NULL REFERENCES users (id),
                    name TEXT NOT NULL,
                    query JSON NOT NULL,
                    density TEXT,
                    is_shared BIGINT NOT NULL,
                    is_default BIGINT NOT NULL,
                    created_at BIGINT NOT NULL,
                    updated_at BIGINT NOT NULL
                );
                CREATE INDEX image_views_of_project ON image_views (project_id, name, id);
                """,
            down: "DROP TABLE image_views;"),
        Migration(
            number: 342, name: "changes to many images",
            up: """
                CREATE TABLE bulk_operations (
                    id UUID PRIMARY KEY,
                    project_id UUID NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
                    user_id UUID NOT NULL,
                    body JSON NOT NULL,
                    matched BIGINT NOT NULL,
                    changed BIGINT NOT NULL,
                    skipped BIGINT NOT NULL,
                    undone_at BIGINT,
                    created_at BIGINT NOT NULL
                );
                CREATE INDEX bulk_operations_of_user ON bulk_operations (project_id, user_id, id);
                CREATE TABLE bulk_items (
                    operation_id UUID NOT NULL REFERENCES bulk_operations (id) ON DELETE CASCADE,
                    position BIGINT NOT NULL,
                    image_id UUID NOT NULL,
                    is_done BIGINT NOT NULL DEFAULT 0,
                    before TEXT,
                    after TEXT,
                    PRIMARY KEY (operation_id, position)
                );
                """,
            down: "DROP TABLE bulk_items; DROP TABLE bulk_operations;"),
    ]
}
