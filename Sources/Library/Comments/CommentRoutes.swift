import Core
import Database
import HTTPServer

/// `/api/images/{image_id}/comments` and `/api/comments/{comment_id}`.
struct CommentRoutes: Sendable {
    let database: Database
    let clock: WallClock
    let news: ImageNews

    var routes: [Route] { [list, create, update, delete] }

    private var list: Route {
        .get(
            "/api/images/{image_id}/comments", "List the comments on an image, oldest first", tag: "Comments",
            access: .image(.viewer), query: CommentListQuery.self, answer: Page<Comment>.self
        ) { call, query in
            let id = try call.id("image_id"), last: ID? = try query.cursor?.value(0)
            let comments = try await database.read { connection in
                try CommentStore.page(connection, id, unresolved: query.unresolved, after: last, limit: query.limit + 1)
            }
            return Page(comments, limit: query.limit) { Cursor(.string($0.id.description)) }
        }
    }

    private var create: Route {
        .post(
            "/api/images/{image_id}/comments", "Comment on an image", tag: "Comments",
            access: .image(.viewer), body: CommentBody.self, answer: Comment.self, status: 201
        ) { call, body in
            let imageID = try call.id("image_id"), userID = try call.userID, now = clock.now()
            return try await database.write { connection in
                let id = try CommentStore.create(connection, imageID, body, by: userID, at: now)
                try news.comment(id, "create", of: imageID, by: userID, in: connection)
                return try CommentStore.find(connection, id).orNotFound("The comment")
            }
        }
    }

    private var update: Route {
        .patch(
            "/api/comments/{comment_id}", "Change or resolve a comment: one's own, or as a reviewer", tag: "Comments",
            access: .member(.viewer, of: .comment, by: "comment_id"), body: CommentPatch.self, answer: Comment.self
        ) { call, patch in
            let id = try call.id("comment_id"), userID = try call.userID, now = clock.now()
            return try await database.write { connection in
                let comment = try CommentStore.find(connection, id).orNotFound("The comment")
                try call.mayEdit(comment)
                try CommentStore.update(connection, comment, patch, at: now)
                try news.comment(id, "update", of: comment.imageID, by: userID, in: connection)
                return try CommentStore.find(connection, id).orNotFound("The comment")
            }
        }
    }

    private var delete: Route {
        .delete(
            "/api/comments/{comment_id}", "Delete a comment: one's own, or as a reviewer", tag: "Comments",
            access: .member(.viewer, of: .comment, by: "comment_id")
        ) { call in
            let id = try call.id("comment_id"), userID = try call.userID, isReviewer = (call.grant?.role ?? .viewer) >= .reviewer
            try await database.write { connection in
                let comment = try CommentStore.find(connection, id).orNotFound("The comment")
                try call.mayEdit(comment)
                try CommentStore.delete(connection, comment, by: userID, mayDeleteOthers: isReviewer)
                try news.comment(id, "delete", of: comment.imageID, by: userID, in: connection)
            }
        }
    }
}

struct CommentListQuery: WireInput {
    var limit = Page<JSON>.defaultLimit
    var cursor: Cursor?
    var unresolved = false

    static let fields = Fields<Self>(
        "CommentListQuery", .limit(\.limit), .cursor(\.cursor),
        Field("unresolved", \.unresolved, "Threads that are open alone, with their answers.", optional: true))
}

extension Call {
    fileprivate func mayEdit(_ comment: Comment) throws {
        if try comment.authorID != userID { try requireRole(.reviewer, to: "change what others said") }
    }
}
