import Core
import Database
import HTTPServer

/// Reviews of an image: asked for, and made one by one or for many images at once.
struct ReviewRoutes: Sendable {
    let database: Database
    let clock: WallClock
    let news: ImageNews

    var routes: [Route] { [list, review, bulk] }

    private var list: Route {
        .get(
            "/api/images/{image_id}/reviews", "What reviewers said about an image, newest first", tag: "Images",
            access: .image(.viewer), query: PageQuery.self, answer: Page<ImageReview>.self
        ) { call, query in
            let id = try call.id("image_id"), last: ID? = try query.cursor?.value(0)
            let rows = try await database.read { try ReviewStore.page($0, id, before: last, limit: query.limit + 1) }
            return Page(rows, limit: query.limit) { Cursor(.string($0.id.description)) }
        }
    }

    private var review: Route {
        .patch(
            "/api/images/{image_id}/review", "Review an image", tag: "Images", access: .image(.reviewer), body: ReviewBody.self,
            answer: Image.self
        ) { call, body in
            let id = try call.id("image_id"), userID = try call.userID, now = clock.now()
            let projectID = try (call.grant?.projectID).orNotFound("The image")
            return try await database.write { connection in
                let count = try Reviewing.apply(
                    connection, [id], body.reviewStatus, comment: body.comment, projectID: projectID, by: userID, at: now)
                guard count == 1 else { throw FoveaError(.conflict, "The image is in the bin: restore it first.") }
                try news.images([id], of: projectID, by: userID, in: connection)
                return try ImageStore.find(connection, id).orNotFound("The image")
            }
        }
    }

    private var bulk: Route {
        .patch(
            "/api/images/review", "Review images", tag: "Images", access: .memberNamed(.reviewer, by: "image_ids"),
            body: BulkReviewBody.self, answer: BulkAnswer.self
        ) { call, body in
            let projectID = try await call.requireOneProject(.reviewer, ofImages: body.imageIDs, database)
            let userID = try call.userID, now = clock.now()
            let count = try await database.write { connection in
                try news.images(body.imageIDs, of: projectID, by: userID, in: connection)
                return try Reviewing.apply(
                    connection, body.imageIDs, body.reviewStatus, comment: body.comment, projectID: projectID, by: userID, at: now)
            }
            return BulkAnswer(updated: count)
        }
    }
}
