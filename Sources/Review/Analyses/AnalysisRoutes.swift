import Core
import Database
import HTTPServer
import Library

extension ResourceKind {
    public static let analysis: ResourceKind = "analysis"
}

/// How the project of an analysis is found, for Identity.
public enum ReviewResources {
    public static let projectOf: [ResourceKind: String] = [
        .analysis: "SELECT i.project_id FROM analyses a JOIN images i ON i.id = a.image_id WHERE a.id = $1"
    ]
}

struct AcceptBody: WireInput {
    var annotationIDs: [ID]?

    init() {}
    static let fields = Fields<Self>(
        "AcceptAnalysisBody", Field("annotation_ids", \.annotationIDs, "Which shapes; all of them when left out.", optional: true))
}

struct AcceptAnswer: WireObject {
    var accepted: Int
    static let fields = Fields<Self>("AcceptAnalysisAnswer", Field("accepted", \.accepted, "Annotations added."))
}

/// `/api/images/{image_id}/analyses` and `/api/analyses/{analysis_id}`.
struct AnalysisRoutes: Sendable {
    let database: Database
    let clock: WallClock
    let news: ImageNews

    var routes: [Route] { [ofImage, one, annotations, accept] }

    private var ofImage: Route {
        .get(
            "/api/images/{image_id}/analyses", "List what models said about an image, newest first", tag: "Analyses",
            access: .image(.viewer), query: PageQuery.self, answer: Page<Analysis>.self
        ) { call, query in
            let id = try call.id("image_id"), last: ID? = try query.cursor?.value(0)
            let rows = try await database.read { try AnalysisStore.ofImage($0, id, before: last, limit: query.limit + 1) }
            return Page(rows, limit: query.limit) { Cursor(.string($0.id.description)) }
        }
    }

    private var one: Route {
        .get(
            "/api/analyses/{analysis_id}", "Show an analysis", tag: "Analyses", access: .member(.viewer, of: .analysis, by: "analysis_id"),
            answer: Analysis.self
        ) { call in try await find(call) }
    }

    private var annotations: Route {
        .get(
            "/api/analyses/{analysis_id}/annotations", "List the shapes of an analysis, in their order", tag: "Analyses",
            access: .member(.viewer, of: .analysis, by: "analysis_id"), query: PageQuery.self, answer: Page<AnalysisAnnotation>.self
        ) { call, query in
            let id = try call.id("analysis_id"), last: Int? = try query.cursor?.value(0)
            let rows = try await database.read { try AnalysisStore.annotations($0, id, after: last, limit: query.limit + 1) }
            return Page(rows, limit: query.limit) { Cursor(.int(Int64($0.ordering))) }
        }
    }

    private var accept: Route {
        .post(
            "/api/analyses/{analysis_id}/accept", "Make annotations of what a model said", tag: "Analyses",
            access: .member(.reviewer, of: .analysis, by: "analysis_id"), body: AcceptBody.self, answer: AcceptAnswer.self
        ) { call, body in
            let analysis = try await find(call), userID = try call.userID, now = clock.now()
            let makesLabels = (call.grant?.role ?? .viewer) >= .manager
            let accepted = try await database.write { connection in
                try AnalysisAcceptance.accept(
                    connection, analysis, only: body.annotationIDs, makesLabels: makesLabels, by: userID, at: now, news: news)
            }
            return AcceptAnswer(accepted: accepted)
        }
    }

    private func find(_ call: Call) async throws -> Analysis {
        let id = try call.id("analysis_id")
        guard let analysis = try await database.read({ try AnalysisStore.find($0, id) }) else { throw FoveaError.notFound("The analysis") }
        return analysis
    }
}
