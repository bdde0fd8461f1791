import Core
import Database
import HTTPServer
import JobQueue
import Library

/// `/api/projects/{project_id}/label-errors` and `/api/label-errors/{label_error_id}`.
struct LabelErrorRoutes: Sendable {
    let database: Database
    let queue: JobQueue
    let clock: WallClock
    let news: ImageNews

    var routes: [Route] {
        [list, counts, models, compare]
            + [
                decision("apply", "Make the labels what the model says here", .apply),
                decision("dismiss", "The labels are right here", .dismiss),
                decision("reopen", "Take back that the labels are right here", .reopen),
            ]
    }

    private var list: Route {
        .get(
            "/api/projects/{project_id}/label-errors", "Likely mistakes of labels, likeliest first", tag: "Curation",
            access: .project(.viewer), query: LabelErrorQuery.self, answer: Page<LabelError>.self
        ) { call, query in
            let id = try call.id("project_id")
            let after: (Double, ID)? = try query.cursor.map { (try $0.value(0), try $0.value(1)) }
            let rows = try await database.read { try LabelErrorStore.page($0, id, query, after: after) }
            return Page(rows, limit: query.limit) { Cursor(.double($0.score), .string($0.id.description)) }
        }
    }

    private var counts: Route {
        .get(
            "/api/projects/{project_id}/label-errors/counts", "How many likely mistakes are open, and what was compared", tag: "Curation",
            access: .project(.viewer), answer: LabelErrorCounts.self
        ) { call in
            let id = try call.id("project_id")
            return try await database.read { try LabelErrorStore.counts($0, id) }
        }
    }

    private var models: Route {
        .get(
            "/api/projects/{project_id}/analysing-models", "Models that have looked at images of the project", tag: "Curation",
            access: .project(.viewer), answer: List<AnalysingModel>.self
        ) { call in
            let id = try call.id("project_id")
            return List(try await database.read { try LabelErrorStore.models($0, id) })
        }
    }

    private var compare: Route {
        .post(
            "/api/projects/{project_id}/label-errors", "Compare the labels with what a model said", tag: "Curation",
            access: .project(.reviewer), body: LabelErrorBody.self, answer: Job.self, status: 202
        ) { call, body in
            let projectID = try call.id("project_id"), userID = try call.userID
            return try await database.write { connection in
                let known = try LabelErrorStore.models(connection, projectID)
                guard known.contains(where: { $0.modelName == body.modelName && $0.modelVersion == body.modelVersion }) else {
                    throw FoveaError.invalid("model_version", "has no completed analysis in this project. Let the model look at the images first")
                }
                let jobID = try queue.enqueue(connection, LabelErrorJob.make(body, projectID: projectID, userID: userID))
                return try queue.find(connection, jobID).orNotFound("The job")
            }
        }
    }

    private enum Decision: Sendable { case apply, dismiss, reopen }

    private func decision(_ name: String, _ summary: String, _ what: Decision) -> Route {
        .post(
            "/api/label-errors/{label_error_id}/\(name)", summary, tag: "Curation", access: .labelError(.reviewer), answer: LabelError.self
        ) { call in
            let id = try call.id("label_error_id"), userID = try call.userID, now = clock.now()
            return try await database.write { connection in
                let decision = LabelErrorDecision(connection: connection, userID: userID, now: now, news: news)
                switch what {
                case .apply: try decision.apply(id)
                case .dismiss: try decision.dismiss(id)
                case .reopen: try decision.reopen(id)
                }
                return try LabelErrorStore.find(connection, id).orNotFound("The likely mistake")
            }
        }
    }
}
