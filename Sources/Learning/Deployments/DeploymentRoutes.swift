import Core
import Database
import HTTPServer

/// Which version of a model answers requests.
public struct Deployment: WireObject {
    public var endpoint: String
    public var modelID: ID
    public var versionID: ID
    public var deployedAt: Timestamp

    public static let fields = Fields<Self>(
        "Deployment",
        Field("endpoint", \.endpoint, "Send it `model_id` and a `file`."),
        Field("model_id", \.modelID),
        Field("version_id", \.versionID),
        Field("deployed_at", \.deployedAt))
}

struct DeployBody: WireInput {
    var versionID: ID?

    init() {}
    static let fields = Fields<Self>("DeployBody", Field("version_id", \.versionID, "The newest ready one when left out.", optional: true))
}

/// `/api/models/{id}/deploy`, `/undeploy`, `/metrics`.
struct DeploymentRoutes: Sendable {
    static let endpoint = "/api/predictions/infer"

    let database: Database
    let access: ModelAccess
    let clock: WallClock

    var routes: [Route] { [deploy, undeploy, metrics] }

    private var deploy: Route {
        .post(
            "/api/models/{model_id}/deploy", "Let a version answer predictions", tag: "Models", access: .memberNamed(.manager, by: "model_id"),
            body: DeployBody.self, answer: Deployment.self
        ) { call, body in
            let model = try await access.model(call, try call.id("model_id"), .change), now = clock.now()
            return try await database.write { connection in
                let version =
                    try body.versionID.map { try ModelVersionStore.find(connection, $0).required("The model version") }
                    ?? ModelVersionStore.newestReady(connection, model: model.id)
                guard let version else { throw FoveaError(.conflict, "The model has no version that is READY.") }
                guard version.modelID == model.id else { throw FoveaError.invalid("version_id", "is not a version of this model") }
                guard version.status == .ready else {
                    throw FoveaError(.conflict, "The version is \(version.status.rawValue): only one that is READY can be deployed.")
                }
                guard version.kind == .detector else {
                    throw FoveaError(.conflict, "Only a detector answers predictions; this version is of the kind \(version.kind.rawValue).")
                }
                try connection.execute(
                    "UPDATE models SET deployed_version_id = $2, deployed_at = $3, updated_at = $3 WHERE id = $1", model.id, version.id, now)
                return Deployment(endpoint: Self.endpoint, modelID: model.id, versionID: version.id, deployedAt: now)
            }
        }
    }

    private var undeploy: Route {
        .post(
            "/api/models/{model_id}/undeploy", "Let the model answer no more", tag: "Models", access: .memberNamed(.manager, by: "model_id"),
            answer: Model.self
        ) { call in
            let model = try await access.model(call, try call.id("model_id"), .change), now = clock.now()
            return try await database.write { connection in
                try connection.execute(
                    "UPDATE models SET deployed_version_id = NULL, deployed_at = NULL, updated_at = $2 WHERE id = $1", model.id, now)
                return try ModelStore.find(connection, model.id).required("The model")
            }
        }
    }

    private var metrics: Route {
        .get(
            "/api/models/{model_id}/metrics", "How the deployed version is used, and how each version scored", tag: "Models",
            access: .memberNamed(.viewer, by: "model_id"), answer: ModelMetrics.self
        ) { call in
            let model = try await access.model(call, try call.id("model_id"), .see)
            return try await database.read { connection in
                let versions = try ModelVersionStore.page(connection, model: model.id, before: nil, limit: 100)
                let usage = try model.deployedVersionID.map { try ModelUsage.read(connection, $0) } ?? UsageCounts()
                return ModelMetrics(
                    deployedVersionID: model.deployedVersionID, requests: usage.requests, errors: usage.errors, latency: usage.latency,
                    versions: versions.map { .init(versionID: $0.id, versionNumber: $0.versionNumber, metrics: $0.metrics) })
            }
        }
    }
}

struct ModelMetrics: WireObject {
    struct Version: WireObject {
        var versionID: ID
        var versionNumber: String
        var metrics: RawJSON

        static let fields = Fields<Self>(
            "ModelVersionMetrics", Field("version_id", \.versionID), Field("version_number", \.versionNumber), Field("metrics", \.metrics))
    }

    struct Latency: WireObject {
        var p50: Double
        var p95: Double

        static let fields = Fields<Self>("Latency", Field("p50", \.p50), Field("p95", \.p95))
    }

    var deployedVersionID: ID?
    var requests: Int
    var errors: Int
    var latency: Latency?
    var versions: [Version]

    static let fields = Fields<Self>(
        "ModelMetrics",
        Field("deployed_version_id", \.deployedVersionID),
        Field("requests", \.requests, "Of the deployed version."),
        Field("errors", \.errors),
        Field("latency_ms", \.latency),
        Field("versions", \.versions))
}
