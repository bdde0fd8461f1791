import Core
import Database
import HTTPServer

extension ResourceKind {
    public static let imageView: ResourceKind = "view"
}

/// `/api/projects/{project_id}/views` and `/api/views/{view_id}`. A private view is its owner's alone; a shared one is changed
/// by its owner and by managers.
struct ViewRoutes: Sendable {
    let database: Database
    let clock: WallClock

    var routes: [Route] { [list, create, update, delete] }

    private var list: Route {
        .get(
            "/api/projects/{project_id}/views", "List the saved views that the caller sees", tag: "Images", access: .project(.viewer),
            answer: Page<ImageView>.self
        ) { call in
            let id = try call.id("project_id"), userID = try call.userID
            let views = try await database.read { try ViewStore.ofProject($0, id, for: userID) }
            return Page(items: views, total: views.count)
        }
    }

    private var create: Route {
        .post(
            "/api/projects/{project_id}/views", "Save a view", tag: "Images", access: .project(.viewer), body: ImageViewBody.self,
            answer: ImageView.self, status: 201
        ) { call, body in
            if body.isShared { try mayShare(call, isDefault: body.isDefault) }
            let id = try call.id("project_id"), userID = try call.userID, now = clock.now()
            return try await database.write { connection in
                let made = try ViewStore.create(connection, id, body, by: userID, at: now)
                return try ViewStore.find(connection, made).orNotFound("The view")
            }
        }
    }

    private var update: Route {
        .patch(
            "/api/views/{view_id}", "Change a saved view", tag: "Images", access: .member(.viewer, of: .imageView, by: "view_id"),
            body: ImageViewPatch.self, answer: ImageView.self
        ) { call, patch in
            let view = try await own(call), now = clock.now()
            let isShared = patch.isShared ?? view.isShared
            if isShared && (!view.isShared || patch.isDefault == true) { try mayShare(call, isDefault: patch.isDefault ?? view.isDefault) }
            return try await database.write { connection in
                try ViewStore.update(connection, view, patch, at: now)
                return try ViewStore.find(connection, view.id).orNotFound("The view")
            }
        }
    }

    private var delete: Route {
        .delete(
            "/api/views/{view_id}", "Delete a saved view", tag: "Images", access: .member(.viewer, of: .imageView, by: "view_id")
        ) { call in
            let view = try await own(call)
            try await database.write { try ViewStore.delete($0, view.id) }
        }
    }

    /// The view of the path, if the caller may change it; others' private ones are not there.
    private func own(_ call: Call) async throws -> ImageView {
        let id = try call.id("view_id"), userID = try call.userID
        let view = try await database.read { try ViewStore.find($0, id) }.orNotFound("The view")
        guard view.ownerID != userID else { return view }
        guard view.isShared else { throw FoveaError.notFound("The view") }
        try call.requireRole(.manager, to: "change a view that somebody else made")
        return view
    }

    private func mayShare(_ call: Call, isDefault: Bool) throws {
        try call.requireRole(.annotator, to: "share a view")
        if isDefault { try call.requireRole(.manager, to: "choose what everybody sees first") }
    }
}
