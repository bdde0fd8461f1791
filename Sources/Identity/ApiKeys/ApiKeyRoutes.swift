import Core
import Database
import HTTPServer

/// `/api/api-keys`: one's own.
struct ApiKeyRoutes: Sendable {
    let database: Database
    let clock: WallClock

    var routes: [Route] { [list, create, delete] }

    private var list: Route {
        .get("/api/api-keys", "List one's API keys", tag: "Accounts", access: .signedIn, answer: Page<ApiKey>.self) { call in
            let userID = try call.user.userID
            let keys = try await database.read { try ApiKeyStore.ofUser($0, userID) }
            return Page(items: keys, total: keys.count)
        }
    }

    private var create: Route {
        .post(
            "/api/api-keys", "Make an API key; it is shown this once", tag: "Accounts", access: .signedIn, body: ApiKeyBody.self,
            answer: ApiKey.self, status: 201
        ) { call, body in
            let principal = try call.user, now = clock.now(), address = call.request.remoteAddress
            try AuthRoutes.refuseKeys(principal)
            if let expiry = body.expiresAt, expiry <= now { throw FoveaError.invalid("expires_at", "must be in the future") }
            call.setHeader("Cache-Control", "no-store")
            return try await database.write { connection in
                let key = try ApiKeyStore.create(connection, principal.userID, body, at: now)
                try Audit.record(connection, "api_key.create", subject: key.prefix, by: principal.userID, address: address, at: now)
                return key
            }
        }
    }

    private var delete: Route {
        .delete("/api/api-keys/{key_id}", "Revoke an API key", tag: "Accounts", access: .signedIn) { call in
            try AuthRoutes.refuseKeys(call.user)
            let userID = try call.user.userID, id = try call.id("key_id"), now = clock.now(), address = call.request.remoteAddress
            try await database.write { connection in
                guard try ApiKeyStore.delete(connection, id, of: userID) else { throw FoveaError.notFound("The API key") }
                try Audit.record(connection, "api_key.delete", subject: id.description, by: userID, address: address, at: now)
            }
        }
    }
}
