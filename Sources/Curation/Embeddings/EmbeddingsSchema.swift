import Database

/// Tables of vectors. Each vector names what made it (`embedders`), so that a project may change its model and back again without
/// losing any. Vectors stand in a table of their own, which no list ever reads.
public enum EmbeddingsSchema {
    public static let migrations: [Migration] = [
        Migration(
            number: 410, name: "embeddings",
            up: """
                CREATE TABLE embedders (
                    id UUID NOT NULL PRIMARY KEY,
                    kind TEXT NOT NULL,
                    version_id UUID UNIQUE REFERENCES model_versions (id) ON DELETE CASCADE,
                    name TEXT NOT NULL,
                    digest BYTES REFERENCES blobs (digest),
                    recipe JSON NOT NULL,
                    dimension BIGINT NOT NULL,
                    licence TEXT,
                    text_tower BYTES REFERENCES blobs (digest),
                    text_length BIGINT,
                    vocabulary BYTES REFERENCES blobs (digest),
                    merges BYTES REFERENCES blobs (digest),
                    created_at TIMESTAMP NOT NULL
                );
                CREATE INDEX embedders_by_digest ON embedders (digest);
                CREATE INDEX embedders_by_text_tower ON embedders (text_tower);
                CREATE INDEX embedders_by_vocabulary ON embedders (vocabulary);
                CREATE INDEX embedders_by_merges ON embedders (merges);

                CREATE TABLE project_embeddings (
                    project_id UUID NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
                    embedder_id UUID NOT NULL REFERENCES embedders (id) ON DELETE CASCADE,
                    is_current BOOLEAN NOT NULL,
                    last_position BIGINT NOT NULL,
                    job_id UUID,
                    PRIMARY KEY (project_id, embedder_id)
                ) WITHOUT ROWID;
                CREATE INDEX project_embeddings_by_embedder ON project_embeddings (embedder_id);

                CREATE TABLE image_vectors (
                    embedder_id UUID NOT NULL REFERENCES embedders (id) ON DELETE CASCADE,
                    image_id UUID NOT NULL REFERENCES images (id) ON DELETE CASCADE,
                    project_id UUID NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
                    position BIGINT NOT NULL,
                    vector BYTES,
                    error TEXT,
                    PRIMARY KEY (embedder_id, image_id)
                );
                CREATE INDEX image_vectors_in_order ON image_vectors (project_id, embedder_id, position);
                CREATE INDEX image_vectors_by_image ON image_vectors (image_id);
                """,
            down: "DROP TABLE image_vectors; DROP TABLE project_embeddings; DROP TABLE embedders;")
    ]

    public static let tables = [
        TableShape(
            "embedders",
            """
            id UUID, kind TEXT, version_id UUID?, name TEXT, digest BYTES?, recipe JSON, dimension BIGINT, licence TEXT?, text_tower BYTES?,
            text_length BIGINT?, vocabulary BYTES?, merges BYTES?, created_at TIMESTAMP
            """),
        TableShape("project_embeddings", "project_id UUID, embedder_id UUID, is_current BOOLEAN, last_position BIGINT, job_id UUID?"),
        TableShape("image_vectors", "embedder_id UUID, image_id UUID, project_id UUID, position BIGINT, vector BYTES?, error TEXT?"),
    ]

    /// What keeps a blob from being collected as garbage: statements that answer digests in use.
    public static let blobReferences = ["digest", "text_tower", "vocabulary", "merges"].map {
        "SELECT \($0) FROM embedders WHERE \($0) IS NOT NULL"
    }
}
