import Core
import Database
import JobQueue

/// What a job about a project's vectors is told: whose they are, and what makes them.
enum EmbedderPayload {
    static func json(project: ID, _ embedder: Embedder) -> JSON {
        ["project_id": .string(project.description), "embedder_id": .string(embedder.id.description)]
    }

    static func read(_ job: JobContext, _ database: Database) async throws -> (project: ID, embedder: Embedder) {
        guard let project = job.payload["project_id"]?.string.flatMap({ ID($0) }),
            let id = job.payload["embedder_id"]?.string.flatMap({ ID($0) })
        else { throw JobFailure("The job names no project or model.") }
        guard let embedder = try await database.read({ try EmbedderStore.find($0, id) }) else { throw JobFailure("The model was deleted.") }
        return (project, embedder)
    }
}
