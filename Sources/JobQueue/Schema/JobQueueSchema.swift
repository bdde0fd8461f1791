import Database

/// `jobs` holds what lists show before what they do not (`payload`, `result`). A job's log is a row of frames numbered from
/// 0: old ones in chunks of the object store, the newest few in `job_frames`.
public enum JobQueueSchema {
    public static let migrations: [Migration] = [
        Migration(
            number: 210, name: "jobs",
            up: """
                CREATE TABLE jobs (
                    id UUID NOT NULL PRIMARY KEY,
                    kind TEXT NOT NULL,
                    status TEXT NOT NULL,
                    project_id UUID,
                    user_id UUID,
                    title TEXT NOT NULL,
                    priority BIGINT NOT NULL,
                    run_after TIMESTAMP NOT NULL,
                    attempt BIGINT NOT NULL,
                    max_attempts BIGINT NOT NULL,
                    fence BIGINT NOT NULL,
                    lease_owner UUID,
                    lease_expires TIMESTAMP,
                    time_limit BIGINT,
                    deadline TIMESTAMP,
                    cancel_requested BOOLEAN NOT NULL,
                    progress DOUBLE NOT NULL,
                    progress_message TEXT,
                    error_message TEXT,
                    frame_count BIGINT NOT NULL,
                    created_at TIMESTAMP NOT NULL,
                    started_at TIMESTAMP,
                    finished_at TIMESTAMP,
                    payload JSON NOT NULL,
                    result JSON
                );
                CREATE INDEX jobs_due ON jobs (kind, priority DESC, run_after, id) WHERE status = 'QUEUED';
                CREATE INDEX jobs_leased ON jobs (lease_expires) WHERE status = 'RUNNING';
                CREATE INDEX jobs_by_kind ON jobs (kind, id);
                CREATE INDEX jobs_by_user ON jobs (user_id, id);
                CREATE INDEX jobs_by_project ON jobs (project_id, id);

                CREATE TABLE job_frames (
                    job_id UUID NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
                    first_offset BIGINT NOT NULL,
                    frame_count BIGINT NOT NULL,
                    size_bytes BIGINT NOT NULL,
                    lines TEXT NOT NULL,
                    PRIMARY KEY (job_id, first_offset)
                ) WITHOUT ROWID;

                CREATE TABLE job_log_chunks (
                    job_id UUID NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
                    first_offset BIGINT NOT NULL,
                    frame_count BIGINT NOT NULL,
                    size_bytes BIGINT NOT NULL,
                    digest BYTES NOT NULL,
                    PRIMARY KEY (job_id, first_offset)
                ) WITHOUT ROWID;
                CREATE INDEX job_log_chunks_by_digest ON job_log_chunks (digest);

                CREATE TABLE job_schedules (
                    name TEXT NOT NULL PRIMARY KEY,
                    next_at TIMESTAMP NOT NULL
                );
                """,
            down: "DROP TABLE job_schedules; DROP TABLE job_log_chunks; DROP TABLE job_frames; DROP TABLE jobs;")
    ]

    public static let tables = [
        TableShape(
            "jobs",
            """
            id UUID, kind TEXT, status TEXT, project_id UUID?, user_id UUID?, title TEXT, priority BIGINT, run_after TIMESTAMP,
            attempt BIGINT, max_attempts BIGINT, fence BIGINT, lease_owner UUID?, lease_expires TIMESTAMP?, time_limit BIGINT?,
            deadline TIMESTAMP?, cancel_requested BOOLEAN, progress DOUBLE, progress_message TEXT?, error_message TEXT?,
            frame_count BIGINT, created_at TIMESTAMP, started_at TIMESTAMP?, finished_at TIMESTAMP?, payload JSON, result JSON?
            """),
        TableShape("job_frames", "job_id UUID, first_offset BIGINT, frame_count BIGINT, size_bytes BIGINT, lines TEXT"),
        TableShape("job_log_chunks", "job_id UUID, first_offset BIGINT, frame_count BIGINT, size_bytes BIGINT, digest BYTES"),
        TableShape("job_schedules", "name TEXT, next_at TIMESTAMP"),
    ]
}
