import Core
import Database
import HTTPServer

/// `/api/models`.
struct ModelRoutes: Sendable {
    let database: Database
    let access: ModelAccess
    let clock: WallClock
    let membershipsOf: @Sendable (Connection, ID) throws -> [ID]

    var routes: [Route] { [create, list, one, update, delete] }

    private struct ListQuery: WireInput {
        var projectID: ID?
        var limit = Page<JSON>.defaultLimit
        var cursor: Cursor?

        init() {}
        static let fields = Fields<Self>(
            "ModelListQuery", Field("project_id", \.projectID, optional: true), .limit(\.limit), .cursor(\.cursor))
    }

    private var create: Route {
        .post(
            "/api/models", "Add a model", tag: "Models", access: .memberNamed(.manager, by: "project_id"), body: ModelBody.self,
            answer: Model.self, status: 201
        ) { call, body in
            let user = try call.userID, now = clock.now()
            if let project = body.projectID { try await call.require(.manager, project) } else { call.restrictsToCaller() }
            return try await database.write { connection in
                let id = try ModelStore.insert(
                    connection, name: body.name, description: body.description, owner: user, project: body.projectID,
                    isPublic: body.isPublic, at: now)
                return try ModelStore.find(connection, id).required("The model")
            }
        }
    }

    private var list: Route {
        .get(
            "/api/models", "List your models, your projects' and the public ones, newest first", tag: "Models",
            access: .memberNamed(.viewer, by: "project_id"), query: ListQuery.self, answer: Page<Model>.self
        ) { call, query in
            let user = try call.user
            call.restrictsToCaller()
            var seesAll = user.isAdministrator
            if let project = query.projectID, try await call.require(.viewer, project).isMember { seesAll = true }
            let before: ID? = try query.cursor?.value(0)
            let (membershipsOf, isWide) = (membershipsOf, seesAll)
            let models = try await database.read { connection in
                try ModelStore.page(
                    connection, viewer: isWide ? nil : user.userID, visibleProjects: isWide ? [] : try membershipsOf(connection, user.userID),
                    project: query.projectID, before: before, limit: query.limit + 1)
            }
            let items = Array(models.prefix(query.limit))
            let next = models.count > query.limit ? items.last.map { Cursor(.string($0.id.description)) } : nil
            return Page(items: items, nextCursor: next)
        }
    }

    private var one: Route {
        .get("/api/models/{model_id}", "One model", tag: "Models", access: .memberNamed(.viewer, by: "model_id"), answer: Model.self) { call in
            try await access.model(call, try call.id("model_id"), .see)
        }
    }

    private var update: Route {
        .patch(
            "/api/models/{model_id}", "Change a model", tag: "Models", access: .memberNamed(.manager, by: "model_id"), body: ModelPatch.self,
            answer: Model.self
        ) { call, patch in
            let id = try await access.model(call, try call.id("model_id"), .change).id, now = clock.now()
            return try await database.write { connection in
                try ModelStore.update(connection, id, patch, at: now)
                return try ModelStore.find(connection, id).required("The model")
            }
        }
    }

    private var delete: Route {
        .delete(
            "/api/models/{model_id}", "Delete a model and its versions", tag: "Models", access: .memberNamed(.manager, by: "model_id")
        ) { call in
            let id = try await access.model(call, try call.id("model_id"), .change).id
            try await database.write { try ModelStore.delete($0, id) }
        }
    }
}

extension Optional {
    func required(_ what: String) throws -> Wrapped {
        guard let self else { throw FoveaError.notFound(what) }
        return self
    }
}
