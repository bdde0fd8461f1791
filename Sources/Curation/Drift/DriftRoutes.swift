import Core
import Database
import HTTPServer
import Library

/// `GET /api/projects/{project_id}/drift`.
struct DriftRoutes: Sendable {
    let database: Database
    private let executor = BlockingExecutor(name: "comparison of sets", threads: 1, queueLimit: 16)
    private let inFlight = InFlight(limit: 2, of: "comparisons")

    init(database: Database) { self.database = database }

    var routes: [Route] {
        [
            .get(
                "/api/projects/{project_id}/drift", "What is different between two sets of images", tag: "Curation", access: .project(.viewer),
                query: DriftQuery.self, answer: DriftReport.self
            ) { call, query in
                let id = try call.id("project_id")
                return try await inFlight.run(call.userID) {
                    let comparison = try await database.read { try Self.comparison($0, id, query) }
                    return try await executor.run { comparison.report(query) }
                }
            }
        ]
    }

    private static func comparison(_ connection: Connection, _ projectID: ID, _ query: DriftQuery) throws -> DriftComparison {
        var problems: [FoveaError.Field] = []
        let embedder = try EmbedderStore.current(connection, project: projectID)
        func side(_ name: String, _ text: String) throws -> DriftReading.Side? {
            guard let set = ImageSet(text) else {
                problems.append(.init(name, ImageSet.words))
                return nil
            }
            if case .tag(let tag) = set.kind, try !connection.exists("SELECT 1 FROM tags WHERE id = $1 AND project_id = $2", tag, projectID) {
                problems.append(.init(name, "is not a tag of this project"))
                return nil
            }
            let side = try DriftReading.side(connection, projectID, set, embedder)
            if side.ids.isEmpty { problems.append(.init(name, "has no images: there is nothing to compare")) }
            return side
        }
        let (a, b) = (try side("a", query.a), try side("b", query.b))
        guard let a, let b, problems.isEmpty else { throw FoveaError.invalid(problems) }
        return DriftComparison(a: a, b: b, labels: try LabelStore.ofProject(connection, projectID), embedder: embedder)
    }
}
