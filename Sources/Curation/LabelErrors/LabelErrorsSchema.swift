import Database

/// Likely mistakes of labels (after the tables of analyses, which they name), as the last comparison with a model found them, and what people made of them.
enum LabelErrorsSchema {
    static let migrations: [Migration] = [
        Migration(
            number: 520, name: "label errors",
            up: """
                CREATE TABLE label_comparisons (
                    project_id UUID NOT NULL PRIMARY KEY REFERENCES projects (id) ON DELETE CASCADE,
                    job_id UUID NOT NULL,
                    model_name TEXT NOT NULL,
                    model_version TEXT NOT NULL,
                    min_confidence DOUBLE NOT NULL
                );

                CREATE TABLE label_errors (
                    id UUID NOT NULL PRIMARY KEY,
                    project_id UUID NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
                    job_id UUID NOT NULL,
                    image_id UUID NOT NULL REFERENCES images (id) ON DELETE CASCADE,
                    kind TEXT NOT NULL,
                    state TEXT NOT NULL,
                    score DOUBLE NOT NULL,
                    similarity DOUBLE NOT NULL,
                    annotation_id UUID,
                    annotation_version BIGINT,
                    label_id UUID REFERENCES labels (id) ON DELETE CASCADE,
                    labelled_box JSON,
                    analysis_id UUID NOT NULL REFERENCES analyses (id) ON DELETE CASCADE,
                    shape_id UUID,
                    predicted_label_id UUID REFERENCES labels (id) ON DELETE CASCADE,
                    predicted_box JSON,
                    confidence DOUBLE,
                    decided_by UUID,
                    decided_at TIMESTAMP
                );
                CREATE INDEX label_errors_ranked ON label_errors (project_id, state, score, id);
                CREATE INDEX label_errors_of_image ON label_errors (image_id);
                CREATE INDEX label_errors_of_analysis ON label_errors (analysis_id);
                """,
            down: "DROP TABLE label_errors; DROP TABLE label_comparisons;")
    ]
    static let tables = [
        TableShape("label_comparisons", "project_id UUID, job_id UUID, model_name TEXT, model_version TEXT, min_confidence DOUBLE"),
        TableShape(
            "label_errors",
            """
            id UUID, project_id UUID, job_id UUID, image_id UUID, kind TEXT, state TEXT, score DOUBLE, similarity DOUBLE, annotation_id UUID?,
            annotation_version BIGINT?, label_id UUID?, labelled_box JSON?, analysis_id UUID, shape_id UUID?, predicted_label_id UUID?,
            predicted_box JSON?, confidence DOUBLE?, decided_by UUID?, decided_at TIMESTAMP?
            """),
    ]
}
