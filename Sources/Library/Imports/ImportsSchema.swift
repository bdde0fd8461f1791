import Database

/// Archives that are to be imported.
public enum ImportsSchema {
    public static let migrations: [Migration] = [
        Migration(
            number: 320, name: "imports",
            up: """
                CREATE TABLE imports (
                    job_id UUID PRIMARY KEY,
                    project_id UUID NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
                    filename TEXT NOT NULL,
                    size_bytes BIGINT NOT NULL,
                    format TEXT,
                    digest BYTES,
                    created_at BIGINT NOT NULL
                );
                CREATE INDEX imports_of_project ON imports (project_id);
                CREATE INDEX imports_by_digest ON imports (digest);
                """,
            down: "DROP TABLE imports;")
    ]
}
