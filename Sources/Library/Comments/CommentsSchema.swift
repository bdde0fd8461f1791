import Database

/// Threads of comments, and whom they name.
public enum CommentsSchema {
    public static let migrations: [Migration] = [
        Migration(
            number: 303, name: "comment threads and mentions",
            up: """
                ALTER TABLE comments ADD COLUMN parent_id UUID;
                CREATE INDEX comments_by_parent ON comments (parent_id);

                CREATE TABLE comment_mentions (
                    user_id UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
                    comment_id UUID NOT NULL REFERENCES comments (id) ON DELETE CASCADE,
                    read_at BIGINT,
                    PRIMARY KEY (user_id, comment_id)
                );
                CREATE INDEX comment_mentions_of_comment ON comment_mentions (comment_id);
                CREATE INDEX comment_mentions_unread ON comment_mentions (user_id, comment_id) WHERE read_at IS NULL;
                """,
            down: """
                DROP TABLE comment_mentions;
                DROP INDEX comments_by_parent;
                ALTER TABLE comments DROP COLUMN parent_id;
                """)
    ]
}
