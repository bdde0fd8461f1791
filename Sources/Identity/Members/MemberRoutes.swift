import Core
import Database
import HTTPServer

/// `/api/projects/{project_id}/members`.
struct MemberRoutes: Sendable {
    let database: Database
    let clock: WallClock

    var routes: [Route] { [list, add, change, remove] }

    private var list: Route {
        .get(
            "/api/projects/{project_id}/members", "List a project's members", tag: "Members", access: .project(.viewer),
            query: PageQuery.self, answer: Page<Member>.self
        ) { call, query in
            let id = try call.id("project_id"), caller = try call.user.userID, isOwner = call.grant?.role == .owner
            let last: ID? = try query.cursor?.value(0)
            let members = try await database.read { try MemberStore.page($0, id, after: last, limit: query.limit + 1) }
            return Page(isOwner ? members : members.map { $0.seen(by: caller) }, limit: query.limit) { Cursor(.string($0.userID.description)) }
        }
    }

    private var add: Route {
        .post(
            "/api/projects/{project_id}/members", "Add a member by name, e-mail address or id", tag: "Members",
            access: .project(.owner), body: MemberBody.self, answer: Member.self, status: 201
        ) { call, body in
            let projectID = try call.id("project_id"), by = try call.user.userID, now = clock.now()
            let address = call.request.remoteAddress
            return try await database.write { connection in
                let user =
                    if let id = body.userID { try UserStore.find(connection, id) } else {
                        try UserStore.find(connection, named: body.username ?? body.email ?? "")
                    }
                guard let user, user.isActive else {
                    let field = body.userID != nil ? "user_id" : body.username != nil ? "username" : "email"
                    throw FoveaError.invalid(field, "is no account here")
                }
                try MemberStore.insert(connection, projectID, user.id, body.role, at: now)
                try Audit.record(
                    connection, "member.add", subject: user.username, by: by, address: address, at: now,
                    details: ["project_id": .string(projectID.description), "role": .string(body.role.rawValue)])
                return try MemberStore.find(connection, projectID, user.id).orNoMember()
            }
        }
    }

    private var change: Route {
        .patch(
            "/api/projects/{project_id}/members/{user_id}", "Change a member's role", tag: "Members", access: .project(.owner),
            body: MemberPatch.self, answer: Member.self
        ) { call, patch in
            let projectID = try call.id("project_id"), userID = try call.id("user_id"), by = try call.user.userID
            let now = clock.now(), address = call.request.remoteAddress
            return try await database.write { connection in
                let member = try MemberStore.find(connection, projectID, userID).orNoMember()
                try MemberStore.setRole(connection, projectID, member, patch.role)
                try Audit.record(
                    connection, "member.role", subject: member.username, by: by, address: address, at: now,
                    details: ["project_id": .string(projectID.description), "role": .string(patch.role.rawValue)])
                return try MemberStore.find(connection, projectID, userID).orNoMember()
            }
        }
    }

    private var remove: Route {
        .delete(
            "/api/projects/{project_id}/members/{user_id}", "Remove a member, as an owner; or leave", tag: "Members",
            access: .project(.viewer)
        ) { call in
            let projectID = try call.id("project_id"), userID = try call.id("user_id"), by = try call.user.userID
            if userID != by, call.grant?.role != .owner { throw FoveaError(.forbidden, "Only owners may remove members.") }
            let now = clock.now(), address = call.request.remoteAddress
            try await database.write { connection in
                let member = try MemberStore.find(connection, projectID, userID).orNoMember()
                try MemberStore.delete(connection, projectID, member)
                try Audit.record(
                    connection, "member.remove", subject: member.username, by: by, address: address, at: now,
                    details: ["project_id": .string(projectID.description)])
            }
        }
    }
}

extension Optional where Wrapped == Member {
    fileprivate func orNoMember() throws -> Member {
        guard let self else { throw FoveaError.notFound("The member") }
        return self
    }
}
