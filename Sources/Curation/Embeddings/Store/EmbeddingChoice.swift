import Core
import Database
import JobQueue

/// Which embedder a project has, and the job that makes what lacks. Everything here is part of the caller's transaction.
public enum EmbeddingChoice {
    /// Makes an embedder the project's own and queues what is to be made.
    static func choose(_ connection: Connection, _ queue: JobQueue, project: ID, _ embedder: Embedder, userID: ID) throws {
        try connection.execute("UPDATE project_embeddings SET is_current = 0 WHERE project_id = $1 AND embedder_id <> $2", project, embedder.id)
        try connection.execute(
            """
            INSERT INTO project_embeddings (project_id, embedder_id, is_current, last_position) VALUES ($1, $2, 1, 0)
            ON CONFLICT (project_id, embedder_id) DO UPDATE SET is_current = 1
            """, project, embedder.id)
        try VectorStore.forgetFailures(connection, project: project, embedder: embedder.id)
        try wake(connection, queue, project: project, embedder, userID: userID)
    }

    /// The embedder of a name, else the project's own, else the descriptor; from now on its vectors may be made for the project,
    /// whether or not it is the project's own. Throws `invalid` at `field` for one that the project may not use.
    static func use(_ connection: Connection, project: ID, _ id: ID?, field: String, at now: Timestamp) throws -> Embedder {
        let embedder: Embedder
        if let id {
            guard let named = try EmbedderStore.available(connection, project: project).first(where: { $0.id == id }) else {
                throw FoveaError.invalid(field, "is not one of the models that this project may use")
            }
            embedder = named
        } else {
            embedder = try EmbedderStore.current(connection, project: project) ?? .descriptor
        }
        if embedder.kind == .descriptor { try EmbedderStore.insert(connection, embedder, at: now) }
        try connection.execute(
            """
            INSERT INTO project_embeddings (project_id, embedder_id, is_current, last_position) VALUES ($1, $2, 0, 0) ON CONFLICT DO NOTHING
            """, project, embedder.id)
        return embedder
    }

    /// For images that have just come: queues their vectors, where the project has an embedder.
    public static func imagesArrived(_ connection: Connection, _ queue: JobQueue, project: ID) throws {
        guard let embedder = try EmbedderStore.current(connection, project: project) else { return }
        // A little later: an upload of many comes in parts, and their thumbnails go first.
        try wake(connection, queue, project: project, embedder, userID: nil, delay: .seconds(2))
    }

    /// The job that waits or runs for a project's embedder.
    static func job(_ connection: Connection, project: ID, embedder: ID) throws -> ID? {
        try connection.first(
            """
            SELECT j.id FROM project_embeddings p JOIN jobs j ON j.id = p.job_id
            WHERE p.project_id = $1 AND p.embedder_id = $2 AND j.status IN ('QUEUED', 'RUNNING')
            """, project, embedder
        ) { try $0.id(0) }
    }

    /// One that waits will find everything; one that runs may have looked already, so another goes behind it.
    private static func wake(
        _ connection: Connection, _ queue: JobQueue, project: ID, _ embedder: Embedder, userID: ID?, delay: Duration = .zero
    ) throws {
        let job = EmbeddingJob.make(embedder, project: project, userID: userID, delay: delay)
        let changed = try connection.execute(
            """
            UPDATE project_embeddings SET job_id = $3 WHERE project_id = $1 AND embedder_id = $2 AND (job_id IS NULL
            OR NOT EXISTS (SELECT 1 FROM jobs j WHERE j.id = project_embeddings.job_id AND j.status = 'QUEUED'))
            """, project, embedder.id, job.id)
        if changed == 1 { try queue.enqueue(connection, job) }
    }
}
