import Core
import Database
import HTTPServer

/// `/api/comments`: the comments that name the caller, wherever they stand.
struct MentionRoutes: Sendable {
    let database: Database
    let clock: WallClock

    var routes: [Route] { [list, read] }

    private var list: Route {
        .get(
            "/api/comments", "List the comments that name you, newest first; `total` is how many you have not read", tag: "Comments",
            access: .signedIn, query: MentionQuery.self, answer: Page<Mention>.self
        ) { call, query in
            let userID = try call.userID, last: ID? = try query.cursor?.value(0)
            return try await database.read { connection in
                let found = try MentionStore.page(connection, of: userID, unread: query.unread, before: last, limit: query.limit + 1)
                let total = try MentionStore.unreadCount(connection, of: userID)
                return Page(found, limit: query.limit, total: total) { Cursor(.string($0.commentID.description)) }
            }
        }
    }

    private var read: Route {
        .post(
            "/api/comments/read", "Mark comments that name you as read", tag: "Comments", access: .signedIn, body: MentionsRead.self,
            answer: BulkAnswer.self
        ) { call, body in
            let userID = try call.userID, now = clock.now()
            return BulkAnswer(
                updated: try await database.write { try MentionStore.markRead($0, of: userID, body.commentIDs, at: now) })
        }
    }
}
