import Core
import Database
import HTTPServer

/// Whether this server lives, whether what it needs is there, and figures for Prometheus.
struct OperationRoutes: Sendable {
    let foundations: Foundations

    var routes: [Route] { [live, ready] }

    struct Check: WireObject {
        var status: String
        var detail: String?
        var milliseconds: Double
        static let fields = Fields<Self>(
            "HealthCheck", Field("status", \.status, .oneOf(["ok", "unavailable"])), Field("detail", \.detail),
            Field("milliseconds", \.milliseconds))
    }

    struct Health: WireObject {
        var status: String
        var version: String
        var checks: [String: Check]?
        static let fields = Fields<Self>(
            "Health", Field("status", \.status, .oneOf(["ok", "unavailable"])), Field("version", \.version),
            Field("checks", \.checks, optional: true))
    }

    private var live: Route {
        .get("/api/health", "Whether the server answers", tag: "Operation", access: .anyone, answer: Health.self) { _ in
            Health(status: "ok", version: Fovea.version, checks: nil)
        }
    }

    private var ready: Route {
        .get(
            "/api/health/ready", "Whether everything that the server needs is there", tag: "Operation", access: .anyone,
            answer: Health.self
        ) { call in
            async let database = check {
                let missing = try await Migrator(foundations.database, Schema.migrations).missing()
                if missing > 0 { throw FoveaError(.unavailable, "\(missing) migrations are missing.") }
            }
            async let store = check { try await foundations.blobs.health() }
            let checks = ["database": await database, "store": await store]
            let isReady = checks.values.allSatisfy { $0.status == "ok" }
            if !isReady { call.setStatus(503) }
            return Health(status: isReady ? "ok" : "unavailable", version: Fovea.version, checks: checks)
        }
    }

    private func check(_ body: @Sendable () async throws -> Void) async -> Check {
        let watch = Stopwatch()
        do {
            try await body()
            return Check(status: "ok", detail: nil, milliseconds: watch.milliseconds)
        } catch {
            let detail = (error as? FoveaError)?.message ?? "It cannot be reached."
            return Check(status: "unavailable", detail: detail, milliseconds: watch.milliseconds)
        }
    }
}
