import Core
import Database
import HTTPServer

/// `/api/projects/{project_id}/assignments`, `/api/assignments/{assignment_id}` and the queues that come of them.
struct AssignmentRoutes: Sendable {
    let database: Database
    let clock: WallClock

    var routes: [Route] { [list, create, show, update, delete, queue, queues] }

    private var list: Route {
        .get(
            "/api/projects/{project_id}/assignments", "Who has been given what to do, newest first", tag: "Assignments",
            access: .project(.viewer), query: AssignmentListQuery.self, answer: Page<Assignment>.self
        ) { call, query in
            let id = try call.id("project_id"), last: ID? = try query.cursor?.value(0)
            let rows = try await database.read { try AssignmentStore.page($0, id, query, before: last) }
            return Page(rows, limit: query.limit) { Cursor(.string($0.id.description)) }
        }
    }

    private var create: Route {
        .post(
            "/api/projects/{project_id}/assignments", "Give images to people, split evenly among them", tag: "Assignments",
            access: .project(.manager), body: AssignmentBody.self, answer: AssignmentsAnswer.self, status: 201
        ) { call, body in
            let id = try call.id("project_id"), userID = try call.userID, now = clock.now()
            return try await database.write { try Assigning.apply(body, $0, projectID: id, by: userID, at: now) }
        }
    }

    private var show: Route {
        .get(
            "/api/assignments/{assignment_id}", "Show an assignment", tag: "Assignments", access: .assignment(.viewer),
            answer: Assignment.self
        ) { call in
            let id = try call.id("assignment_id")
            return try await database.read { try AssignmentStore.find($0, [id]).first }.orNotFound("The assignment")
        }
    }

    private var update: Route {
        .patch(
            "/api/assignments/{assignment_id}", "Give the rest of an assignment to somebody else; change its day or note",
            tag: "Assignments", access: .assignment(.manager), body: AssignmentPatch.self, answer: Assignment.self
        ) { call, patch in
            let id = try call.id("assignment_id"), now = clock.now()
            return try await database.write { connection in
                let assignment = try AssignmentStore.find(connection, [id]).first.orNotFound("The assignment")
                try AssignmentStore.update(connection, assignment, patch, at: now)
                return try AssignmentStore.find(connection, [id]).first.orNotFound("The assignment")
            }
        }
    }

    private var delete: Route {
        .delete(
            "/api/assignments/{assignment_id}", "Cancel an assignment; what was labelled stays", tag: "Assignments",
            access: .assignment(.manager)
        ) { call in
            let id = try call.id("assignment_id")
            try await database.write { try AssignmentStore.delete($0, id) }
        }
    }

    private var queue: Route {
        .get(
            "/api/projects/{project_id}/queue", "What waits for the caller to label or to review, in order", tag: "Assignments",
            access: .project(.annotator), query: QueueQuery.self, answer: Page<QueueItem>.self
        ) { call, query in
            let id = try call.id("project_id"), userID = try call.userID
            switch query.kind {
            case .label:
                let after = try query.cursor.map { (rank: try $0.value(0, as: Int.self), id: try $0.value(1, as: ID.self)) }
                return try await database.read { try QueueStore.toLabel($0, id, userID, after: after, limit: query.limit) }
            case .review:
                try call.requireRole(.reviewer, to: "review")
                let after = try query.cursor.map { (time: Timestamp(microseconds: try $0.value(0)), id: try $0.value(1, as: ID.self)) }
                return try await database.read { try QueueStore.toReview($0, id, userID, after: after, limit: query.limit) }
            }
        }
    }

    private var queues: Route {
        .get(
            "/api/queue", "How much waits for the caller, by project", tag: "Assignments", access: .signedIn, answer: List<QueueSummary>.self
        ) { call in
            let userID = try call.userID
            return List(try await database.read { try QueueStore.summaries($0, userID) })
        }
    }
}
