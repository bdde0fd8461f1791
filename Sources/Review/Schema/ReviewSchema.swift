import Database

/// The tables of analyses: what one model said about one image, and the shapes in it.
public enum ReviewSchema {
    public static let migrations: [Migration] = [
        Migration(
            number: 500, name: "analyses",
            up: """
                CREATE TABLE analyses (
                    id UUID NOT NULL PRIMARY KEY,
                    image_id UUID NOT NULL REFERENCES images (id) ON DELETE CASCADE,
                    model_name TEXT NOT NULL,
                    model_version TEXT NOT NULL,
                    version_id UUID,
                    job_id UUID,
                    status TEXT NOT NULL,
                    annotation_count BIGINT NOT NULL,
                    parameters JSON NOT NULL,
                    error_message TEXT,
                    created_by UUID,
                    created_at TIMESTAMP NOT NULL,
                    completed_at TIMESTAMP
                );
                CREATE INDEX analyses_of_image ON analyses (image_id, id);
                CREATE UNIQUE INDEX analyses_of_job ON analyses (job_id, image_id);

                CREATE TABLE analysis_annotations (
                    id UUID NOT NULL PRIMARY KEY,
                    analysis_id UUID NOT NULL REFERENCES analyses (id) ON DELETE CASCADE,
                    annotation_type TEXT NOT NULL,
                    class_name TEXT,
                    confidence DOUBLE,
                    data JSON NOT NULL,
                    storage_path TEXT,
                    ordering BIGINT NOT NULL
                );
                CREATE INDEX analysis_annotations_in_order ON analysis_annotations (analysis_id, ordering, id);
                """,
            down: "DROP TABLE analysis_annotations; DROP TABLE analyses;")
    ]

    public static let tables = [
        TableShape(
            "analyses",
            """
            id UUID, image_id UUID, model_name TEXT, model_version TEXT, version_id UUID?, job_id UUID?, status TEXT,
            annotation_count BIGINT, parameters JSON, error_message TEXT?, created_by UUID?, created_at TIMESTAMP,
            completed_at TIMESTAMP?
            """),
        TableShape(
            "analysis_annotations",
            """
            id UUID, analysis_id UUID, annotation_type TEXT, class_name TEXT?, confidence DOUBLE?, data JSON, storage_path TEXT?,
            ordering BIGINT
            """),
    ]
}
