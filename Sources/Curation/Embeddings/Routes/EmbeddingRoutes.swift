import Core
import Database
import HTTPServer
import JobQueue
import Learning

/// `/api/projects/{project_id}/embedding`: which model makes a project's vectors, and how far it is.
struct EmbeddingRoutes: Sendable {
    let database: Database
    let queue: JobQueue
    let backbones: BackboneMaking
    let clock: WallClock

    var routes: [Route] { [state, choose] }

    private var state: Route {
        .get(
            "/api/projects/{project_id}/embedding", "Which model describes the project's images, and how many it has described",
            tag: "Curation", access: .project(.viewer), answer: EmbeddingState.self
        ) { call in
            let project = try call.id("project_id")
            return try await database.read { try Self.state($0, project) }
        }
    }

    private var choose: Route {
        .put(
            "/api/projects/{project_id}/embedding",
            "Choose the model that describes the project's images, and describe those that it has not described yet", tag: "Curation",
            access: .project(.manager), body: EmbeddingBody.self, answer: EmbeddingState.self, status: 202
        ) { call, body in
            let project = try call.id("project_id"), user = try call.userID, now = clock.now()
            let backbone = try await backbones.make(project, version: body.modelID)
            return try await database.write { connection in
                let known = try EmbedderStore.available(connection, project: project).first { $0.id == body.modelID || $0.versionID == body.modelID }
                guard let embedder = known ?? backbone?.embedder else {
                    throw FoveaError.invalid("model_id", "is not one of the models that this project may use")
                }
                if known == nil, let file = backbone?.file { try BlobRows.add(connection, file, at: now) }
                if known == nil || embedder.kind == .descriptor { try EmbedderStore.insert(connection, embedder, at: now) }
                try EmbeddingChoice.choose(connection, queue, project: project, embedder, userID: user)
                return try Self.state(connection, project)
            }
        }
    }

    private static func state(_ connection: Connection, _ project: ID) throws -> EmbeddingState {
        let images = try connection.integer("SELECT image_count FROM projects WHERE id = $1", project) ?? 0
        var state = EmbeddingState(
            model: try EmbedderStore.current(connection, project: project), imageCount: images, embeddedCount: 0, failedCount: 0,
            models: try EmbedderStore.available(connection, project: project),
            detectors: try EmbedderStore.detectors(connection, project: project))
        guard let model = state.model else { return state }
        let lacking = try VectorStore.lackingCount(connection, project: project, embedder: model.id)
        state.failedCount = try VectorStore.failedCount(connection, project: project, embedder: model.id)
        state.embeddedCount = max(0, images - lacking - state.failedCount)
        state.jobID = try EmbeddingChoice.job(connection, project: project, embedder: model.id)
        return state
    }
}
