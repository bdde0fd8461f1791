import Core
import Database
import HTTPServer

/// `/api/projects/{project_id}/ground-truth`: for managers alone, so that nobody knows which images they are checked by.
struct GroundTruthRoutes: Sendable {
    let database: Database
    let clock: WallClock
    private let comparing = BlockingExecutor(name: "ground truth scores", threads: 1, queueLimit: 16)

    init(database: Database, clock: WallClock) {
        self.database = database
        self.clock = clock
    }

    var routes: [Route] { [list, mark, remove, scores] }

    private var list: Route {
        .get(
            "/api/projects/{project_id}/ground-truth", "Images that people are checked by, newest first", tag: "Ground truth",
            access: .project(.manager), query: PageQuery.self, answer: Page<GroundTruthImage>.self
        ) { call, query in
            let id = try call.id("project_id"), last: ID? = try query.cursor?.value(0)
            let rows = try await database.read { try GroundTruthStore.page($0, id, before: last, limit: query.limit + 1) }
            let next = rows.count > query.limit ? Cursor(.string(rows[query.limit - 1].layer.description)) : nil
            return Page(items: rows.prefix(query.limit).map(\.image), nextCursor: next)
        }
    }

    private var mark: Route {
        .post(
            "/api/projects/{project_id}/ground-truth", "Take images' annotations as they now are for true", tag: "Ground truth",
            access: .project(.manager), body: GroundTruthBody.self, answer: BulkAnswer.self
        ) { call, body in
            let id = try call.id("project_id"), userID = try call.userID, now = clock.now()
            return try await database.write { connection in
                var choice = ImageChoice()
                choice.imageIDs = body.imageIDs
                try GroundTruthStore.mark(connection, id, choice.resolve(connection, id), by: userID, at: now)
                return BulkAnswer(updated: body.imageIDs.count)
            }
        }
    }

    private var remove: Route {
        .post(
            "/api/projects/{project_id}/ground-truth/remove", "Hold images for true no longer", tag: "Ground truth",
            access: .project(.manager), body: GroundTruthBody.self, answer: NoContent.self
        ) { call, body in
            let id = try call.id("project_id")
            try await database.write { try GroundTruthStore.remove($0, id, body.imageIDs) }
            return NoContent()
        }
    }

    private var scores: Route {
        .get(
            "/api/projects/{project_id}/ground-truth/scores", "How near people come to the ground truth", tag: "Ground truth",
            access: .project(.manager), answer: List<GroundTruthScore>.self
        ) { call in
            let id = try call.id("project_id")
            let pairs = try await database.read { try GroundTruthStore.pairs($0, id) }
            return List(try await comparing.run { GroundTruthScore.scores(pairs) })
        }
    }
}

struct GroundTruthBody: WireInput {
    var imageIDs: [ID] = []
    init() {}
    static let fields = Fields<Self>("GroundTruthBody", Field("image_ids", \.imageIDs, .count(1...1000), .unique))
}
