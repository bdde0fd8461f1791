import Core
import Database
import HTTPServer
import JobQueue
import Library

/// Copies among the images of a project.
struct DuplicateRoutes: Sendable {
    let database: Database
    let queue: JobQueue
    let resolution: DuplicateResolution
    let clock: WallClock

    var routes: [Route] { [list, state, find, patch, resolve] }

    private var list: Route {
        .get(
            "/api/projects/{project_id}/duplicates", "Groups of copies, those in several splits first", tag: "Curation",
            access: .project(.viewer), query: DuplicatesQuery.self, answer: Page<DuplicateGroupAnswer>.self
        ) { call, query in
            let id = try call.id("project_id")
            let after: (rank: Int, position: Int)? = try query.cursor.map { (try $0.value(0), try $0.value(1)) }
            let rows = try await database.read { try DuplicateStore.page($0, id, query, after: after, limit: query.limit + 1) }
            return Page(rows, limit: query.limit) { Cursor(.int($0.isLeak ? 0 : 1), .int(Int64($0.position))) }
        }
    }

    private var state: Route {
        .get(
            "/api/projects/{project_id}/duplicates/state", "How many copies there are, and how far the search is", tag: "Curation",
            access: .project(.viewer), answer: DuplicatesState.self
        ) { call in
            let id = try call.id("project_id")
            return try await database.read { try DuplicateStore.state($0, id) }
        }
    }

    private var find: Route {
        .post(
            "/api/projects/{project_id}/duplicates", "Find copies, as a job", tag: "Curation", access: .project(.annotator),
            answer: DuplicatesJobAnswer.self, status: 202
        ) { call in
            let id = try call.id("project_id"), user = try call.userID
            return try await database.write { connection in
                // One that waits or runs will see all that is there by its end, or be followed by the next ask.
                if let job = try DuplicateStore.state(connection, id).jobID { return DuplicatesJobAnswer(jobID: job) }
                return DuplicatesJobAnswer(jobID: try queue.enqueue(connection, DuplicateJob.make(projectID: id, userID: user)))
            }
        }
    }

    private var patch: Route {
        .patch(
            "/api/projects/{project_id}/duplicates/{group_id}", "Say that a group's images are no copies, or take that back", tag: "Curation",
            access: .project(.reviewer), body: DuplicatePatch.self, answer: DuplicateGroupAnswer.self
        ) { call, body in
            let project = try call.id("project_id"), id = try call.id("group_id"), now = clock.now()
            return try await database.write { connection in
                guard var group = try DuplicateStore.find(connection, project, id) else { throw FoveaError.notFound("The group") }
                try DuplicateStore.setDismissed(connection, id, body.dismissed, at: now)
                group.isDismissed = body.dismissed
                return group
            }
        }
    }

    private var resolve: Route {
        .post(
            "/api/projects/{project_id}/duplicates/resolve", "Keep one image of each group and move its copies to the bin", tag: "Curation",
            access: .project(.manager), body: ResolveBody.self, answer: ResolveAnswer.self
        ) { call, body in
            let project = try call.id("project_id"), user = try call.userID
            return try await database.write { try resolution.resolve($0, project, body, by: user) }
        }
    }
}
