import Core
import Database
import HTTPServer
import JobQueue

extension ResourceKind {
    public static let batch: ResourceKind = "batch"
}

extension Access {
    static func batch(_ role: Role) -> Access { .member(role, of: .batch, by: "batch_id") }
}

/// `/api/batches`.
struct BatchRoutes: Sendable {
    let database: Database
    let queue: JobQueue
    let clock: WallClock

    var routes: [Route] { [create, list, one, add, analyze, arrange, delete] }

    private struct ListQuery: WireInput {
        var projectID = ID(high: 0, low: 0)
        var limit = Page<JSON>.defaultLimit
        var cursor: Cursor?

        init() {}
        static let fields = Fields<Self>("BatchListQuery", Field("project_id", \.projectID), .limit(\.limit), .cursor(\.cursor))
    }

    private var create: Route {
        .post(
            "/api/batches", "Gather images of a project into a batch", tag: "Curation", access: .memberNamed(.annotator, by: "project_id"),
            body: BatchBody.self, answer: Batch.self, status: 201
        ) { call, body in
            try await call.require(.annotator, of: .project, body.projectID)
            let user = try call.userID, now = clock.now()
            return try await database.write { connection in
                try Self.find(connection, try BatchStore.insert(connection, body, by: user, at: now))
            }
        }
    }

    private var list: Route {
        .get(
            "/api/batches", "List a project's batches, newest first", tag: "Curation", access: .memberNamed(.viewer, by: "project_id"),
            query: ListQuery.self, answer: Page<Batch>.self
        ) { call, query in
            try await call.require(.viewer, of: .project, query.projectID)
            let before: ID? = try query.cursor?.value(0)
            let rows = try await database.read {
                try BatchStore.page($0, project: query.projectID, before: before, limit: query.limit + 1)
            }
            return Page(rows, limit: query.limit) { Cursor(.string($0.id.description)) }
        }
    }

    private var one: Route {
        .get(
            "/api/batches/{batch_id}", "A batch with its images and groups", tag: "Curation", access: .batch(.viewer), answer: BatchContent.self
        ) { call in
            let id = try call.id("batch_id")
            return try await database.read { try BatchStore.content($0, Self.find($0, id)) }
        }
    }

    private var add: Route {
        .post(
            "/api/batches/{batch_id}/images", "Add images to a batch", tag: "Curation", access: .batch(.annotator), body: BatchImagesBody.self,
            answer: Batch.self
        ) { call, body in
            let id = try call.id("batch_id"), now = clock.now()
            return try await database.write { connection in
                let batch = try Self.find(connection, id)
                try BatchStore.add(connection, id, project: batch.projectID, body.imageIDs, at: now)
                return try Self.find(connection, id)
            }
        }
    }

    private var analyze: Route {
        .put(
            "/api/batches/{batch_id}/analyze", "Group the images of a batch by their looks, as a job", tag: "Curation",
            access: .batch(.annotator), body: AnalyzeBody.self, answer: Batch.self, status: 202
        ) { call, body in
            let id = try call.id("batch_id"), user = try call.userID, now = clock.now()
            return try await database.write { connection in
                let batch = try Self.find(connection, id)
                guard batch.status != .analyzing else { throw FoveaError(.conflict, "The batch is being analysed already.") }
                guard batch.imageCount > 0 else { throw FoveaError(.conflict, "The batch has no images: add some first.") }
                let embedder = try EmbeddingChoice.use(connection, project: batch.projectID, body.embedding, field: "embedding", at: now)
                let job = BatchJob.make(batch, embedder, body, userID: user)
                try BatchStore.begin(connection, id, job: job.id, embedder: embedder.id, body, at: now)
                try queue.enqueue(connection, job)
                return try Self.find(connection, id)
            }
        }
    }

    private var arrange: Route {
        .put(
            "/api/batches/{batch_id}/groups", "Move images between groups, rename and merge groups", tag: "Curation", access: .batch(.annotator),
            body: GroupsBody.self, answer: BatchContent.self
        ) { call, body in
            let id = try call.id("batch_id"), now = clock.now()
            return try await database.write { connection in
                try BatchStore.arrange(connection, id, body, at: now)
                return try BatchStore.content(connection, Self.find(connection, id))
            }
        }
    }

    private var delete: Route {
        .delete("/api/batches/{batch_id}", "Delete a batch; its images stay", tag: "Curation", access: .batch(.manager)) { call in
            let id = try call.id("batch_id")
            try await database.write { try BatchStore.delete($0, id) }
        }
    }

    private static func find(_ connection: Connection, _ id: ID) throws -> Batch {
        guard let batch = try BatchStore.find(connection, id) else { throw FoveaError.notFound("The batch") }
        return batch
    }
}
