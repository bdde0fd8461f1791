import Database

/// Tables of batches: sets of images with the groups that were found among them or made by hand.
public enum BatchesSchema {
    public static let migrations: [Migration] = [
        Migration(
            number: 411, name: "batches",
            up: """
                CREATE TABLE batches (
                    id UUID NOT NULL PRIMARY KEY,
                    project_id UUID NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
                    name TEXT NOT NULL,
                    status TEXT NOT NULL,
                    parameters JSON NOT NULL,
                    embedder_id UUID REFERENCES embedders (id) ON DELETE SET NULL,
                    job_id UUID,
                    image_count BIGINT NOT NULL,
                    created_by UUID NOT NULL,
                    created_at TIMESTAMP NOT NULL,
                    updated_at TIMESTAMP NOT NULL
                );
                CREATE INDEX batches_by_project ON batches (project_id, id);
                CREATE INDEX batches_by_embedder ON batches (embedder_id);

                CREATE TABLE batch_images (
                    batch_id UUID NOT NULL REFERENCES batches (id) ON DELETE CASCADE,
                    image_id UUID NOT NULL REFERENCES images (id) ON DELETE CASCADE,
                    group_label TEXT,
                    by_hand BOOLEAN NOT NULL,
                    probability DOUBLE,
                    PRIMARY KEY (batch_id, image_id)
                ) WITHOUT ROWID;
                CREATE INDEX batch_images_by_image ON batch_images (image_id);
                """,
            down: "DROP TABLE batch_images; DROP TABLE batches;")
    ]

    public static let tables = [
        TableShape(
            "batches",
            """
            id UUID, project_id UUID, name TEXT, status TEXT, parameters JSON, embedder_id UUID?, job_id UUID?, image_count BIGINT,
            created_by UUID, created_at TIMESTAMP, updated_at TIMESTAMP
            """),
        TableShape("batch_images", "batch_id UUID, image_id UUID, group_label TEXT?, by_hand BOOLEAN, probability DOUBLE?"),
    ]
}
