import Core
import Database
import HTTPServer

/// `/api/projects`; `/api/datasets` lists and makes the same under the word that trainers use.
struct ProjectRoutes: Sendable {
    let database: Database
    let clock: WallClock

    struct ListQuery: WireInput {
        var text: String?
        var limit = Page<JSON>.defaultLimit
        var cursor: Cursor?
        init() {}
        static let fields = Fields<Self>(
            "ProjectListQuery", Field("text", \.text, .length(0...200), "Part of the name.", optional: true), .limit(\.limit),
            .cursor(\.cursor))
    }

    var routes: [Route] { ["/api/projects", "/api/datasets"].flatMap { [list($0), create($0)] } + [show, update, delete] }

    private func list(_ path: String) -> Route {
        .get(
            path, "List the projects that the caller may see", tag: "Projects", access: .signedIn,
            query: ListQuery.self, answer: Page<Project>.self
        ) { call, query in
            let reader = try call.projectReader, last: ID? = try query.cursor?.value(0)
            let projects = try await database.read { connection in
                try ProjectStore.page(connection, for: reader, before: last, text: query.text, limit: query.limit + 1)
            }
            return Page(projects, limit: query.limit) { Cursor(.string($0.id.description)) }
        }
    }

    private func create(_ path: String) -> Route {
        .post(
            path, "Create a project; the caller becomes its owner", tag: "Projects", access: .signedIn,
            body: ProjectBody.self, answer: Project.self, status: 201
        ) { call, body in
            let reader = try call.projectReader, now = clock.now()
            return try await database.write { connection in
                let id = try ProjectCreation.create(connection, body, owner: reader.userID, at: now)
                return try ProjectStore.find(connection, id, for: reader).orNotFound("The project")
            }
        }
    }

    private var show: Route {
        .get(
            "/api/projects/{project_id}", "Show a project", tag: "Projects", access: .project(.viewer), answer: Project.self
        ) { call in
            let reader = try call.projectReader, id = try call.id("project_id")
            return try await database.read { try ProjectStore.find($0, id, for: reader) }.orNotFound("The project")
        }
    }

    private var update: Route {
        .patch(
            "/api/projects/{project_id}", "Change a project; its visibility only as an owner", tag: "Projects",
            access: .project(.manager), body: ProjectPatch.self, answer: Project.self
        ) { call, patch in
            if patch.isPublic != nil { try call.requireRole(.owner, to: "change who may see the project") }
            let reader = try call.projectReader, id = try call.id("project_id"), now = clock.now()
            return try await database.write { connection in
                try ProjectStore.update(connection, id, patch, at: now)
                return try ProjectStore.find(connection, id, for: reader).orNotFound("The project")
            }
        }
    }

    private var delete: Route {
        .delete(
            "/api/projects/{project_id}", "Delete a project with everything in it", tag: "Projects", access: .project(.owner)
        ) { call in
            let id = try call.id("project_id")
            try await database.write { try ProjectStore.delete($0, id) }
        }
    }
}

/// Making a project, for the API, imports and the demo alike.
public enum ProjectCreation {
    @discardableResult
    public static func create(_ connection: Connection, _ body: ProjectBody, owner: ID, at now: Timestamp) throws -> ID {
        let id = ID.make(at: now)
        try ProjectStore.insert(connection, id: id, body, owner: owner, at: now)
        try connection.execute(
            "INSERT INTO members (project_id, user_id, role, created_at) VALUES ($1, $2, $3, $4)", id, owner,
            Role.owner.rawValue, now)
        _ = try LabelStore.ensure(connection, id, names: body.classNames, at: now)
        return id
    }
}

extension Optional {
    public func orNotFound(_ what: String) throws -> Wrapped {
        guard let self else { throw FoveaError.notFound(what) }
        return self
    }
}
