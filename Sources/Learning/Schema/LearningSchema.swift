import Database

/// The tables of datasets, training runs, models and what models are used for. A training run shares its id with its job,
/// which holds its state. `dataset_blobs` keeps the pictures of a version after its project has let go of them.
public enum LearningSchema {
    public static let migrations: [Migration] = [
        Migration(
            number: 400, name: "learning",
            up: """
                CREATE TABLE datasets (
                    id UUID NOT NULL PRIMARY KEY,
                    project_id UUID NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
                    version BIGINT NOT NULL,
                    name TEXT NOT NULL,
                    task_type TEXT NOT NULL,
                    class_names JSON NOT NULL,
                    image_count BIGINT NOT NULL,
                    annotation_count BIGINT NOT NULL,
                    train_count BIGINT NOT NULL,
                    val_count BIGINT NOT NULL,
                    test_count BIGINT NOT NULL,
                    seed BIGINT NOT NULL,
                    preprocessing JSON NOT NULL,
                    augmentation JSON NOT NULL,
                    filter JSON NOT NULL,
                    manifest BYTES NOT NULL REFERENCES blobs (digest),
                    created_by UUID NOT NULL,
                    created_at TIMESTAMP NOT NULL,
                    statistics JSON NOT NULL,
                    UNIQUE (project_id, version)
                );
                CREATE TABLE dataset_blobs (
                    dataset_id UUID NOT NULL REFERENCES datasets (id) ON DELETE CASCADE,
                    digest BYTES NOT NULL REFERENCES blobs (digest),
                    PRIMARY KEY (dataset_id, digest)
                ) WITHOUT ROWID;
                CREATE INDEX dataset_blobs_by_digest ON dataset_blobs (digest);

                CREATE TABLE models (
                    id UUID NOT NULL PRIMARY KEY,
                    name TEXT NOT NULL,
                    description TEXT NOT NULL,
                    owner_id UUID NOT NULL,
                    project_id UUID REFERENCES projects (id) ON DELETE SET NULL,
                    is_public BOOLEAN NOT NULL,
                    deployed_version_id UUID,
                    deployed_at TIMESTAMP,
                    version_count BIGINT NOT NULL,
                    created_at TIMESTAMP NOT NULL,
                    updated_at TIMESTAMP NOT NULL
                );
                CREATE INDEX models_by_project ON models (project_id, id);
                CREATE INDEX models_by_owner ON models (owner_id, id);

                CREATE TABLE model_versions (
                    id UUID NOT NULL PRIMARY KEY,
                    model_id UUID NOT NULL REFERENCES models (id) ON DELETE CASCADE,
                    version_number TEXT NOT NULL,
                    kind TEXT NOT NULL,
                    status TEXT NOT NULL,
                    class_names JSON NOT NULL,
                    metrics JSON NOT NULL,
                    img_size BIGINT,
                    size_bytes BIGINT,
                    digest BYTES REFERENCES blobs (digest),
                    weights_digest BYTES REFERENCES blobs (digest),
                    training_id UUID,
                    dataset_id UUID,
                    build_logs TEXT,
                    error_message TEXT,
                    staging UUID,
                    created_by UUID NOT NULL,
                    created_at TIMESTAMP NOT NULL,
                    UNIQUE (model_id, version_number)
                );
                CREATE INDEX model_versions_newest ON model_versions (model_id, id);
                CREATE INDEX model_versions_by_digest ON model_versions (digest);
                CREATE INDEX model_versions_by_weights ON model_versions (weights_digest);

                CREATE TABLE training_runs (
                    id UUID NOT NULL PRIMARY KEY REFERENCES jobs (id) ON DELETE CASCADE,
                    project_id UUID NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
                    dataset_id UUID NOT NULL REFERENCES datasets (id),
                    name TEXT NOT NULL,
                    base_model TEXT NOT NULL,
                    epochs BIGINT NOT NULL,
                    batch_size BIGINT NOT NULL,
                    img_size BIGINT NOT NULL,
                    learning_rate DOUBLE,
                    patience BIGINT NOT NULL,
                    seed BIGINT NOT NULL,
                    device TEXT NOT NULL,
                    current_epoch BIGINT NOT NULL,
                    best_map DOUBLE,
                    best_map50 DOUBLE,
                    training_time DOUBLE,
                    pretrained BOOLEAN,
                    model_id UUID REFERENCES models (id) ON DELETE SET NULL,
                    model_version_id UUID REFERENCES model_versions (id) ON DELETE SET NULL,
                    checkpoint BYTES REFERENCES blobs (digest),
                    notes JSON NOT NULL,
                    created_by UUID NOT NULL,
                    created_at TIMESTAMP NOT NULL
                );
                CREATE INDEX training_runs_by_project ON training_runs (project_id, id);
                CREATE INDEX training_runs_by_dataset ON training_runs (dataset_id);
                CREATE INDEX training_runs_by_checkpoint ON training_runs (checkpoint);

                CREATE TABLE training_metrics (
                    run_id UUID NOT NULL REFERENCES training_runs (id) ON DELETE CASCADE,
                    epoch BIGINT NOT NULL,
                    train JSON NOT NULL,
                    val JSON NOT NULL,
                    lr DOUBLE,
                    seconds DOUBLE NOT NULL,
                    PRIMARY KEY (run_id, epoch)
                ) WITHOUT ROWID;

                CREATE TABLE model_usage (
                    version_id UUID NOT NULL REFERENCES model_versions (id) ON DELETE CASCADE,
                    bucket BIGINT NOT NULL,
                    uses BIGINT NOT NULL,
                    PRIMARY KEY (version_id, bucket)
                ) WITHOUT ROWID;
                """,
            down: """
                DROP TABLE model_usage; DROP TABLE training_metrics; DROP TABLE training_runs; DROP TABLE model_versions;
                DROP TABLE models; DROP TABLE dataset_blobs; DROP TABLE datasets;
                """)
    ]

    public static let tables = [
        TableShape(
            "datasets",
            """
            id UUID, project_id UUID, version BIGINT, name TEXT, task_type TEXT, class_names JSON, image_count BIGINT,
            annotation_count BIGINT, train_count BIGINT, val_count BIGINT, test_count BIGINT, seed BIGINT, preprocessing JSON,
            augmentation JSON, filter JSON, manifest BYTES, created_by UUID, created_at TIMESTAMP, statistics JSON
            """),
        TableShape("dataset_blobs", "dataset_id UUID, digest BYTES"),
        TableShape(
            "models",
            """
            id UUID, name TEXT, description TEXT, owner_id UUID, project_id UUID?, is_public BOOLEAN, deployed_version_id UUID?,
            deployed_at TIMESTAMP?, version_count BIGINT, created_at TIMESTAMP, updated_at TIMESTAMP
            """),
        TableShape(
            "model_versions",
            """
            id UUID, model_id UUID, version_number TEXT, kind TEXT, status TEXT, class_names JSON, metrics JSON, img_size BIGINT?,
            size_bytes BIGINT?, digest BYTES?, weights_digest BYTES?, training_id UUID?, dataset_id UUID?, build_logs TEXT?,
            error_message TEXT?, staging UUID?, created_by UUID, created_at TIMESTAMP
            """),
        TableShape(
            "training_runs",
            """
            id UUID, project_id UUID, dataset_id UUID, name TEXT, base_model TEXT, epochs BIGINT, batch_size BIGINT, img_size BIGINT,
            learning_rate DOUBLE?, patience BIGINT, seed BIGINT, device TEXT, current_epoch BIGINT, best_map DOUBLE?,
            best_map50 DOUBLE?, training_time DOUBLE?, pretrained BOOLEAN?, model_id UUID?, model_version_id UUID?, checkpoint BYTES?,
            notes JSON, created_by UUID, created_at TIMESTAMP
            """),
        TableShape("training_metrics", "run_id UUID, epoch BIGINT, train JSON, val JSON, lr DOUBLE?, seconds DOUBLE"),
        TableShape("model_usage", "version_id UUID, bucket BIGINT, uses BIGINT"),
    ]

    /// What keeps a blob from being collected as garbage: statements that answer digests in use.
    public static let blobReferences = [
        "SELECT manifest FROM datasets", "SELECT digest FROM dataset_blobs",
        "SELECT digest FROM model_versions WHERE digest IS NOT NULL",
        "SELECT weights_digest FROM model_versions WHERE weights_digest IS NOT NULL",
        "SELECT checkpoint FROM training_runs WHERE checkpoint IS NOT NULL",
    ]
}
