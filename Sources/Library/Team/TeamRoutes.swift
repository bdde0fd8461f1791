import Core
import Database
import HTTPServer

/// `GET /api/projects/{project_id}/team`.
struct TeamRoutes: Sendable {
    let database: Database
    let clock: WallClock

    struct Query: WireInput {
        var days = 30
        init() {}
        static let fields = Fields<Self>("TeamQuery", Field("days", \.days, .range(1...366), "Up to today.", optional: true))
    }

    var routes: [Route] {
        [
            .get(
                "/api/projects/{project_id}/team", "What was done, by person and by day", tag: "Projects", access: .project(.viewer),
                query: Query.self, answer: TeamReport.self
            ) { call, query in
                let id = try call.id("project_id"), from = WorkDay.day(clock.now()) - Int64(query.days) + 1
                let only = (call.grant?.role ?? .viewer) >= .manager ? nil : try call.userID
                return try await database.read { try TeamReport.load($0, id, from: from, only: only) }
            }
        ]
    }
}
