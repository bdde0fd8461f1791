import Core
import Database
import HTTPServer
import JobQueue
import Library

/// How unique and representative images are, and which to label first.
struct CoverageRoutes: Sendable {
    let database: Database
    let queue: JobQueue
    let choice: LabelFirst
    private let inFlight = InFlight(limit: 2, of: "choices of images")

    init(database: Database, queue: JobQueue, cache: VectorCache) {
        self.database = database
        self.queue = queue
        choice = LabelFirst(database: database, cache: cache)
    }

    var routes: [Route] { [ofProject, count, ofImage, labelFirst] }

    private var ofProject: Route {
        .get(
            "/api/projects/{project_id}/coverage", "How unique and representative the images are, and how far counting is", tag: "Curation",
            access: .project(.viewer), answer: ProjectCoverage.self
        ) { call in
            let id = try call.id("project_id")
            return try await database.read { try CoverageState.ofProject($0, id) }
        }
    }

    private var count: Route {
        .post(
            "/api/projects/{project_id}/coverage", "Count how unique and representative the images are, as a job", tag: "Curation",
            access: .project(.annotator), answer: Job.self, status: 202
        ) { call in
            let id = try call.id("project_id"), user = try call.userID
            return try await database.write { connection in
                // Two people at once: the project's row is the lock, and the second gets the job of the first.
                _ = try connection.exists("SELECT 1 FROM projects WHERE id = $1\(connection.dialect.forUpdate)", id)
                if let job = try UnfinishedJob.find(connection, id, kind: CoverageJob.name) {
                    return try queue.find(connection, job).orNotFound("The job")
                }
                guard let embedder = try EmbedderStore.current(connection, project: id) else {
                    throw FoveaError(.conflict, "Images cannot be compared yet: a manager must choose an embedding model for this project first.")
                }
                guard try CoverageState.living(connection, id, embedder.id) > 0 else {
                    throw FoveaError(.conflict, "No image has a vector of \(embedder.name) yet: wait until they are described, or add images.")
                }
                let job = try queue.enqueue(connection, CoverageJob.make(embedder, project: id, userID: user))
                return try queue.find(connection, job).orNotFound("The job")
            }
        }
    }

    private var ofImage: Route {
        .get(
            "/api/images/{image_id}/coverage", "How unique and representative an image is", tag: "Curation", access: .image(.viewer),
            answer: ImageCoverage.self
        ) { call in
            let id = try call.id("image_id")
            let counted = try await database.read { try CoverageStore.find($0, id) }
            return ImageCoverage(imageID: id, uniqueness: counted?.uniqueness, representativeness: counted?.representativeness)
        }
    }

    private var labelFirst: Route {
        .post(
            "/api/projects/{project_id}/label-first", "Pick the images to label first", tag: "Curation", access: .project(.annotator),
            body: LabelFirstBody.self, answer: LabelFirstAnswer.self
        ) { call, body in
            let id = try call.id("project_id")
            return try await inFlight.run(call.userID) { try await choice.choose(id, body) }
        }
    }
}
