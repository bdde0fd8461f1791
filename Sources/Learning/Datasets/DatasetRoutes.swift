import Core
import Database
import HTTPServer
import Library

/// `/api/projects/{project_id}/datasets` and `/api/datasets/{dataset_id}`.
struct DatasetRoutes: Sendable {
    let datasets: Datasets
    private var database: Database { datasets.database }

    var routes: [Route] { [create, list, one, statistics, validate] }

    private var create: Route {
        .post(
            "/api/projects/{project_id}/datasets", "Freeze the project as a dataset version", tag: "Datasets", access: .inProject(.manager),
            body: DatasetBody.self, answer: Dataset.self, status: 201
        ) { call, body in
            try await datasets.create(project: try call.id("project_id"), body, by: try call.user.userID)
        }
    }

    private var list: Route {
        .get(
            "/api/projects/{project_id}/datasets", "List a project's dataset versions, newest first", tag: "Datasets",
            access: .inProject(.viewer), query: PageQuery.self, answer: Page<Dataset>.self
        ) { call, query in
            let project = try call.id("project_id")
            let below: Int = try query.cursor?.value(0) ?? .max
            let found = try await database.read {
                (
                    try DatasetStore.page($0, project: project, below: below, limit: query.limit + 1),
                    try $0.integer("SELECT count(*) FROM datasets WHERE project_id = $1", project)
                )
            }
            let items = Array(found.0.prefix(query.limit))
            let next = found.0.count > query.limit ? items.last.map { Cursor(.int(Int64($0.version))) } : nil
            return Page(items: items, nextCursor: next, total: found.1)
        }
    }

    /// A project's id leads to the project: clients of the trainer call both a dataset.
    private var one: Route {
        .raw(
            .get, "/api/datasets/{dataset_id}", "One dataset version; a project's id leads to the project", tag: "Datasets",
            access: .dataset(.viewer), answers: [.json(Dataset.self)]
        ) { call in
            let id = try call.id("dataset_id")
            if let dataset = try await database.read({ try DatasetStore.find($0, id) }) { return .json(dataset) }
            return .redirect(to: "/api/projects/\(id)", status: 307)
        }
    }

    private var statistics: Route {
        .get(
            "/api/datasets/{dataset_id}/statistics", "Counts by class and split, sizes and shapes of boxes", tag: "Datasets",
            access: .dataset(.viewer), answer: DatasetStatisticsAnswer.self
        ) { call in try await counted(call).0.answer }
    }

    private var validate: Route {
        .get(
            "/api/datasets/{dataset_id}/validate", "Whether a model can be trained on it", tag: "Datasets", access: .dataset(.viewer),
            answer: DatasetValidation.self
        ) { call in
            let (statistics, task) = try await counted(call)
            return DatasetValidation(statistics, task: task)
        }
    }

    private func counted(_ call: Call) async throws -> (DatasetStatistics, TaskType) {
        let id = try call.id("dataset_id")
        guard let found = try await database.read({ try DatasetStore.statistics($0, id) }) else { throw FoveaError.notFound("The dataset version") }
        return found
    }
}
