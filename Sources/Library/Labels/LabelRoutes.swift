import Core
import Database
import HTTPServer

/// `/api/projects/{project_id}/labels` and `/api/labels/{label_id}`.
struct LabelRoutes: Sendable {
    let database: Database
    let clock: WallClock

    var routes: [Route] { [list, create, update, delete] }

    private var list: Route {
        .get(
            "/api/projects/{project_id}/labels", "List a project's labels in the order of their index", tag: "Labels",
            access: .project(.viewer), answer: Page<Label>.self
        ) { call in
            let id = try call.id("project_id")
            let labels = try await database.read { try LabelStore.ofProject($0, id) }
            return Page(items: labels, total: labels.count)
        }
    }

    private var create: Route {
        .post(
            "/api/projects/{project_id}/labels", "Add a label", tag: "Labels", access: .project(.manager), body: LabelBody.self,
            answer: Label.self, status: 201
        ) { call, body in
            let id = try call.id("project_id"), now = clock.now()
            return try await database.write { try LabelStore.create($0, id, body, at: now) }
        }
    }

    private var update: Route {
        .patch(
            "/api/labels/{label_id}", "Change a label", tag: "Labels", access: .member(.manager, of: .label, by: "label_id"),
            body: LabelPatch.self, answer: Label.self
        ) { call, patch in
            let id = try call.id("label_id")
            return try await database.write { connection in
                let label = try LabelStore.find(connection, id).orNotFound("The label")
                try LabelStore.update(connection, label, patch)
                return try LabelStore.find(connection, id).orNotFound("The label")
            }
        }
    }

    private var delete: Route {
        .delete(
            "/api/labels/{label_id}", "Delete a label that no annotation uses", tag: "Labels",
            access: .member(.manager, of: .label, by: "label_id")
        ) { call in
            let id = try call.id("label_id")
            try await database.write { connection in
                try LabelStore.delete(connection, try LabelStore.find(connection, id).orNotFound("The label"))
            }
        }
    }
}
