import Database

/// Tables of copies: what each image is compared by, and the groups of the last search. A group that was dismissed stays and is
/// the memory of it: images that are together in one are not brought together again.
public enum DuplicatesSchema {
    public static let migrations: [Migration] = [
        Migration(
            number: 420, name: "duplicates",
            up: """
                CREATE TABLE image_signatures (
                    image_id UUID NOT NULL PRIMARY KEY REFERENCES images (id) ON DELETE CASCADE,
                    version BIGINT NOT NULL,
                    error_message TEXT,
                    pixels BYTES,
                    bits BYTES,
                    thumbnail BYTES,
                    steady BIGINT,
                    created_at TIMESTAMP NOT NULL
                );

                CREATE TABLE duplicate_searches (
                    project_id UUID NOT NULL PRIMARY KEY REFERENCES projects (id) ON DELETE CASCADE,
                    image_count BIGINT NOT NULL,
                    last_image_id UUID,
                    found_at TIMESTAMP NOT NULL
                );

                CREATE TABLE duplicate_groups (
                    id UUID NOT NULL PRIMARY KEY,
                    project_id UUID NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
                    kind TEXT NOT NULL,
                    position BIGINT NOT NULL,
                    linked_count BIGINT NOT NULL,
                    dismissed_at TIMESTAMP,
                    created_at TIMESTAMP NOT NULL
                );
                CREATE INDEX duplicate_groups_in_order ON duplicate_groups (project_id, position);

                CREATE TABLE duplicate_members (
                    group_id UUID NOT NULL REFERENCES duplicate_groups (id) ON DELETE CASCADE,
                    image_id UUID NOT NULL REFERENCES images (id) ON DELETE CASCADE,
                    position BIGINT NOT NULL,
                    differences JSON NOT NULL,
                    words JSON NOT NULL,
                    correlation DOUBLE NOT NULL,
                    PRIMARY KEY (group_id, image_id)
                ) WITHOUT ROWID;
                CREATE INDEX duplicate_members_by_image ON duplicate_members (image_id);
                """,
            down: """
                DROP TABLE duplicate_members;
                DROP TABLE duplicate_groups;
                DROP TABLE duplicate_searches;
                DROP TABLE image_signatures;
                """)
    ]

    public static let tables = [
        TableShape(
            "image_signatures",
            """
            image_id UUID, version BIGINT, error_message TEXT?, pixels BYTES?, bits BYTES?, thumbnail BYTES?, steady BIGINT?,
            created_at TIMESTAMP
            """),
        TableShape("duplicate_searches", "project_id UUID, image_count BIGINT, last_image_id UUID?, found_at TIMESTAMP"),
        TableShape(
            "duplicate_groups",
            "id UUID, project_id UUID, kind TEXT, position BIGINT, linked_count BIGINT, dismissed_at TIMESTAMP?, created_at TIMESTAMP"),
        TableShape(
            "duplicate_members", "group_id UUID, image_id UUID, position BIGINT, differences JSON, words JSON, correlation DOUBLE"),
    ]
}
