import Database

/// The tables of projects, pictures and what people say about them. What lists show stands in `images`; payloads (EXIF, free
/// metadata) stand apart in `image_details`, so that listing never reads them. Counters are maintained by the writers.
public enum LibrarySchema {
    public static let migrations: [Migration] =
        tables + ImagesSchema.migrations + CommentsSchema.migrations + ImportsSchema.migrations + TeamSchema.migrations
        + ManagementSchema.migrations + SequencesSchema.migrations + QualitySchema.migrations
        + CoverageSchema.migrations

    private static let tables: [Migration] = [
        Migration(
            number: 300, name: "library",
            up: """
                CREATE TABLE projects (
                    id UUID PRIMARY KEY,
                    name TEXT NOT NULL,
                    description TEXT NOT NULL,
                    task_type TEXT NOT NULL,
                    metadata TEXT NOT NULL,
                    is_public BIGINT NOT NULL,
                    owner_id UUID NOT NULL REFERENCES users (id),
                    image_count BIGINT NOT NULL DEFAULT 0,
                    done_count BIGINT NOT NULL DEFAULT 0,
                    annotation_count BIGINT NOT NULL DEFAULT 0,
                    created_at BIGINT NOT NULL,
                    updated_at BIGINT NOT NULL
                );
                CREATE INDEX projects_owner ON projects (owner_id);
                CREATE INDEX projects_public ON projects (is_public, id);

                CREATE TABLE labels (
                    id UUID PRIMARY KEY,
                    project_id UUID NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
                    name TEXT NOT NULL,
                    color TEXT NOT NULL,
                    position BIGINT NOT NULL,
                    path TEXT,
                    hotkey TEXT,
                    attributes TEXT NOT NULL,
                    skeleton TEXT,
                    annotation_count BIGINT NOT NULL DEFAULT 0,
                    created_at BIGINT NOT NULL,
                    UNIQUE (project_id, name)
                );

                CREATE TABLE blobs (
                    digest BYTES PRIMARY KEY,
                    size_bytes BIGINT NOT NULL,
                    created_at BIGINT NOT NULL
                );

                CREATE TABLE images (
                    id UUID PRIMARY KEY,
                    project_id UUID NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
                    digest BYTES NOT NULL REFERENCES blobs (digest),
                    filename TEXT NOT NULL,
                    size_bytes BIGINT NOT NULL,
                    content_type TEXT NOT NULL,
                    width BIGINT NOT NULL,
                    height BIGINT NOT NULL,
                    status TEXT NOT NULL,
                    review_status TEXT NOT NULL,
                    split TEXT NOT NULL,
                    annotation_count BIGINT NOT NULL DEFAULT 0,
                    comment_count BIGINT NOT NULL DEFAULT 0,
                    thumbnail BYTES,
                    uploaded_by UUID,
                    created_at BIGINT NOT NULL,
                    updated_at BIGINT NOT NULL,
                    deleted_at BIGINT
                );
                CREATE UNIQUE INDEX images_once ON images (project_id, digest) WHERE deleted_at IS NULL;
                CREATE INDEX images_newest ON images (project_id, deleted_at, created_at, id);
                CREATE INDEX images_by_name ON images (project_id, deleted_at, filename, id);
                CREATE INDEX images_by_count ON images (project_id, deleted_at, annotation_count, id);
                CREATE INDEX images_by_size ON images (project_id, deleted_at, size_bytes, id);
                CREATE INDEX images_by_digest ON images (digest);

                CREATE TABLE image_details (
                    image_id UUID PRIMARY KEY REFERENCES images (id) ON DELETE CASCADE,
                    exif TEXT NOT NULL,
                    metadata TEXT NOT NULL
                );

                CREATE TABLE image_uploads (
                    image_id UUID PRIMARY KEY,
                    project_id UUID NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
                    filename TEXT NOT NULL,
                    size_bytes BIGINT NOT NULL,
                    staging TEXT NOT NULL,
                    user_id UUID NOT NULL,
                    created_at BIGINT NOT NULL,
                    completed_image_id UUID
                );

                CREATE TABLE tags (
                    id UUID PRIMARY KEY,
                    project_id UUID NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
                    name TEXT NOT NULL,
                    color TEXT NOT NULL,
                    UNIQUE (project_id, name)
                );
                CREATE TABLE image_tags (
                    image_id UUID NOT NULL REFERENCES images (id) ON DELETE CASCADE,
                    tag_id UUID NOT NULL REFERENCES tags (id) ON DELETE CASCADE,
                    PRIMARY KEY (image_id, tag_id)
                );
                CREATE INDEX image_tags_by_tag ON image_tags (tag_id, image_id);

                CREATE TABLE annotations (
                    id UUID PRIMARY KEY,
                    image_id UUID NOT NULL REFERENCES images (id) ON DELETE CASCADE,
                    label_id UUID NOT NULL REFERENCES labels (id),
                    geometry_type TEXT NOT NULL,
                    geometry TEXT NOT NULL,
                    min_x DOUBLE NOT NULL,
                    min_y DOUBLE NOT NULL,
                    max_x DOUBLE NOT NULL,
                    max_y DOUBLE NOT NULL,
                    confidence DOUBLE,
                    is_prediction BIGINT NOT NULL,
                    attributes TEXT NOT NULL,
                    version BIGINT NOT NULL,
                    created_by UUID,
                    created_at BIGINT NOT NULL,
                    updated_at BIGINT NOT NULL,
                    deleted_at BIGINT
                );
                CREATE INDEX annotations_of_image ON annotations (image_id, deleted_at, created_at, id);
                CREATE INDEX annotations_of_label ON annotations (label_id, deleted_at, image_id);

                CREATE TABLE annotation_history (
                    id UUID PRIMARY KEY,
                    annotation_id UUID NOT NULL,
                    image_id UUID NOT NULL REFERENCES images (id) ON DELETE CASCADE,
                    action TEXT NOT NULL,
                    user_id UUID,
                    at BIGINT NOT NULL,
                    before TEXT,
                    after TEXT
                );
                CREATE INDEX annotation_history_of_image ON annotation_history (image_id, id);

                CREATE TABLE comments (
                    id UUID PRIMARY KEY,
                    image_id UUID NOT NULL REFERENCES images (id) ON DELETE CASCADE,
                    author_id UUID NOT NULL REFERENCES users (id),
                    body TEXT NOT NULL,
                    annotation_id UUID,
                    x DOUBLE,
                    y DOUBLE,
                    resolved_at BIGINT,
                    created_at BIGINT NOT NULL,
                    updated_at BIGINT NOT NULL
                );
                CREATE INDEX comments_of_image ON comments (image_id, id);
                """,
            down: """
                DROP TABLE comments;
                DROP TABLE annotation_history;
                DROP TABLE annotations;
                DROP TABLE image_tags;
                DROP TABLE tags;
                DROP TABLE image_uploads;
                DROP TABLE image_details;
                DROP TABLE images;
                DROP TABLE blobs;
                DROP TABLE labels;
                DROP TABLE projects;
                """),
        // The place of an annotation in the stack of its image; those of before all lie at 0, in the order they were made.
        Migration(
            number: 302, name: "z-order of annotations",
            up: "ALTER TABLE annotations ADD COLUMN z_order BIGINT NOT NULL DEFAULT 0;",
            down: "ALTER TABLE annotations DROP COLUMN z_order;"),
    ]
}
