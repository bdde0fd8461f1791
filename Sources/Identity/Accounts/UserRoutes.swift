import Core
import Database
import HTTPServer

/// `/api/users`, `/api/invitations` and `/api/audit`: for administrators.
struct UserRoutes: Sendable {
    let database: Database
    let clock: WallClock

    var routes: [Route] { [list, show, change, invitations, invite, withdraw, audit] }

    private var list: Route {
        .get(
            "/api/users", "List accounts", tag: "Administration", access: .administrator, query: PageQuery.self,
            answer: Page<User>.self
        ) { _, query in
            let last: ID? = try query.cursor?.value(0)
            let users = try await database.read { try UserStore.page($0, after: last, limit: query.limit + 1) }
            return Page(users, limit: query.limit) { Cursor(.string($0.id.description)) }
        }
    }

    private var show: Route {
        .get("/api/users/{user_id}", "Show an account", tag: "Administration", access: .administrator, answer: User.self) { call in
            let id = try call.id("user_id")
            return try await database.read { try UserStore.find($0, id) }.orGone()
        }
    }

    private var change: Route {
        .patch(
            "/api/users/{user_id}", "Make or unmake an administrator, suspend or restore an account", tag: "Administration",
            access: .administrator, body: UserPatch.self, answer: User.self
        ) { call, patch in
            let id = try call.id("user_id"), by = try call.user.userID, now = clock.now(), address = call.request.remoteAddress
            return try await database.write { connection in
                let user = try UserStore.find(connection, id).orGone()
                let isAdmin = patch.role.map { $0 == .admin } ?? patch.isSuperuser ?? (user.role == .admin)
                try UserStore.update(connection, user, isAdmin: isAdmin, isActive: patch.isActive ?? user.isActive)
                try Audit.record(
                    connection, "user.administer", subject: user.username, by: by, address: address, at: now,
                    details: ["is_admin": .bool(isAdmin), "is_active": .bool(patch.isActive ?? user.isActive)])
                return try UserStore.find(connection, id).orGone()
            }
        }
    }

    private var invitations: Route {
        .get(
            "/api/invitations", "List invitations that are open", tag: "Administration", access: .administrator,
            answer: Page<Invitation>.self
        ) { _ in
            let now = clock.now()
            let open = try await database.read { try InvitationStore.all($0, now: now) }
            return Page(items: open, total: open.count)
        }
    }

    private var invite: Route {
        .post(
            "/api/invitations", "Invite somebody to register", tag: "Administration", access: .administrator,
            body: InvitationBody.self, answer: Invitation.self, status: 201
        ) { call, body in
            let by = try call.user.userID, now = clock.now()
            return try await database.write { try InvitationStore.create($0, body, by: by, at: now) }
        }
    }

    private var withdraw: Route {
        .delete(
            "/api/invitations/{invitation_id}", "Withdraw an invitation", tag: "Administration", access: .administrator
        ) { call in
            let id = try call.id("invitation_id")
            guard try await database.write({ try InvitationStore.delete($0, id) }) else { throw FoveaError.notFound("The invitation") }
        }
    }

    private var audit: Route {
        .get(
            "/api/audit", "Who did what, newest first", tag: "Administration", access: .administrator, query: PageQuery.self,
            answer: Page<AuditEntry>.self
        ) { _, query in
            let last: ID? = try query.cursor?.value(0)
            let entries = try await database.read { try AuditEntry.page($0, before: last, limit: query.limit + 1) }
            return Page(entries, limit: query.limit) { Cursor(.string($0.id.description)) }
        }
    }
}
