import Database

/// Tables of maps: where each image of a project lies in the plane. One map a project; points as bytes, for they are only ever
/// read and written together.
public enum MapsSchema {
    public static let migrations: [Migration] = [
        Migration(
            number: 430, name: "embedding maps",
            up: """
                CREATE TABLE embedding_maps (
                    project_id UUID NOT NULL PRIMARY KEY REFERENCES projects (id) ON DELETE CASCADE,
                    embedder_id UUID NOT NULL REFERENCES embedders (id) ON DELETE CASCADE,
                    version UUID NOT NULL,
                    method TEXT NOT NULL,
                    point_count BIGINT NOT NULL,
                    laid_out_count BIGINT NOT NULL,
                    last_image_id UUID NOT NULL,
                    points BYTES NOT NULL,
                    made_at TIMESTAMP NOT NULL
                );
                CREATE INDEX embedding_maps_by_embedder ON embedding_maps (embedder_id);
                """,
            down: "DROP TABLE embedding_maps;")
    ]

    public static let tables = [
        TableShape(
            "embedding_maps",
            """
            project_id UUID, embedder_id UUID, version UUID, method TEXT, point_count BIGINT, laid_out_count BIGINT, last_image_id UUID,
            points BYTES, made_at TIMESTAMP
            """)
    ]
}
