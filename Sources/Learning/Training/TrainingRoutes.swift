import Core
import Database
import HTTPServer
import JobQueue
import Library

/// `/api/training`.
struct TrainingRoutes: Sendable {
    let database: Database
    let queue: JobQueue
    let trainings: Trainings
    let log: JobLog
    let probe: TrainerProbe
    let projectsOf: @Sendable (Connection, ID) throws -> [ID]

    var routes: [Route] { [options, create, list, one, metrics, logs, cancel, resume] }

    private struct ListQuery: WireInput {
        var projectID: ID?
        var datasetID: ID?
        var limit = Page<JSON>.defaultLimit
        var cursor: Cursor?

        init() {}
        static let fields = Fields<Self>(
            "TrainingListQuery", Field("project_id", \.projectID, optional: true), Field("dataset_id", \.datasetID, optional: true),
            .limit(\.limit), .cursor(\.cursor))
    }

    private struct LogQuery: WireInput {
        var offset = 0
        var limit = 1000

        init() {}
        static let fields = Fields<Self>(
            "TrainingLogQuery", Field("offset", \.offset, .range(0...1e15), optional: true),
            Field("limit", \.limit, .range(1...10_000), optional: true))
    }

    struct LogPage: WireObject {
        var items: [RawJSON]
        var nextOffset: Int
        static let fields = Fields<Self>("TrainingLogPage", Field("items", \.items), Field("next_offset", \.nextOffset))
    }

    private var options: Route {
        .get(
            "/api/training/options", "What can be trained here", tag: "Training", access: .signedIn, answer: TrainingOptions.self
        ) { _ in
            let answer = await probe.answer()
            return TrainingOptions(
                baseModels: BaseModel.all, devices: answer.devices.isEmpty ? ["auto", "cpu"] : answer.devices,
                trainer: .init(ready: answer.ready, reason: answer.reason))
        }
    }

    private var create: Route {
        .post(
            "/api/training", "Train a model on a dataset version", tag: "Training", access: .memberNamed(.manager, by: "dataset_id"),
            body: TrainingBody.self, answer: TrainingRun.self, status: 201
        ) { call, body in
            try await call.require(.manager, of: .dataset, body.datasetID)
            return try await trainings.start(body, by: call.userID)
        }
    }

    private var list: Route {
        .get(
            "/api/training", "List training runs, newest first", tag: "Training", access: .memberNamed(.viewer, by: "project_id"),
            query: ListQuery.self, answer: Page<TrainingRun>.self
        ) { call, query in
            let user = try call.user
            if let project = query.projectID { try await call.require(.viewer, project) } else { call.restrictsToCaller() }
            let before: ID? = try query.cursor?.value(0)
            let projectsOf = projectsOf
            let runs = try await database.read { connection in
                let projects = try query.projectID.map { [$0] } ?? (user.isAdministrator ? nil : projectsOf(connection, user.userID))
                return try TrainingStore.page(connection, projects: projects, dataset: query.datasetID, before: before, limit: query.limit + 1)
            }
            let items = Array(runs.prefix(query.limit))
            let next = runs.count > query.limit ? items.last.map { Cursor(.string($0.id.description)) } : nil
            return Page(items: items, nextCursor: next)
        }
    }

    private var one: Route {
        .get("/api/training/{training_id}", "One training run", tag: "Training", access: .training(.viewer), answer: TrainingRun.self) { call in
            try await run(call)
        }
    }

    private var metrics: Route {
        .get(
            "/api/training/{training_id}/metrics", "A run's curve, an epoch a row", tag: "Training", access: .training(.viewer),
            answer: List<EpochMetrics>.self
        ) { call in
            let id = try call.id("training_id")
            return List(try await database.read { try TrainingStore.metrics($0, id) })
        }
    }

    private var logs: Route {
        .get(
            "/api/training/{training_id}/logs", "What a run has said, from an offset on", tag: "Training", access: .training(.viewer),
            query: LogQuery.self, answer: LogPage.self
        ) { call, query in
            guard let slice = try await log.read(try call.id("training_id"), from: Int64(query.offset), limit: query.limit) else {
                throw FoveaError.notFound("The training run")
            }
            return LogPage(items: slice.frames.map { RawJSON(trusted: $0.json) }, nextOffset: Int(slice.nextOffset))
        }
    }

    private var cancel: Route {
        .post(
            "/api/training/{training_id}/cancel", "Stop a run; what it has learned is kept", tag: "Training", access: .training(.manager),
            answer: TrainingRun.self
        ) { call in
            try await trainings.cancel(call.id("training_id"))
            return try await run(call)
        }
    }

    private var resume: Route {
        .post(
            "/api/training/{training_id}/resume", "Go on with a run that failed or was cancelled", tag: "Training",
            access: .training(.manager), answer: TrainingRun.self
        ) { call in
            let id = try call.id("training_id")
            try await database.write { [queue] in try queue.retry($0, id) }
            return try await run(call)
        }
    }

    private func run(_ call: Call) async throws -> TrainingRun {
        try await trainings.find(call.id("training_id"))
    }
}
