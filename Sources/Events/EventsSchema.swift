import Database

/// SQLite has no NOTIFY: there, events pass between processes through a table that keeps the last minutes. On PostgreSQL the
/// table stays empty.
public enum EventsSchema {
    public static let migrations: [Migration] = [
        Migration(
            number: 200, name: "events",
            up: """
                CREATE TABLE events (
                    id COUNTER_KEY, origin UUID NOT NULL, topic TEXT NOT NULL, kind TEXT NOT NULL, body JSON NOT NULL,
                    at TIMESTAMP NOT NULL);
                """,
            down: "DROP TABLE events")
    ]

    public static let tables = [
        TableShape("events", "id BIGINT, origin UUID, topic TEXT, kind TEXT, body JSON, at TIMESTAMP")
    ]
}
