import Core
import Database
import HTTPServer

/// `GET /api/projects/{project_id}/stats`.
struct StatisticsRoutes: Sendable {
    let database: Database

    var routes: [Route] {
        [
            .get(
                "/api/projects/{project_id}/stats", "Counts by status, review, split and label; sizes and shapes of boxes",
                tag: "Projects", access: .project(.viewer), answer: ProjectStatistics.self
            ) { call in
                let id = try call.id("project_id")
                return try await database.read { try StatisticsStore.ofProject($0, id) }
            }
        ]
    }
}
