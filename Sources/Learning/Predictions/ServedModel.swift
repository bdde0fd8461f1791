import Core
import Database
import HTTPServer

/// A model version that can answer.
struct ServedModel: Sendable {
    var modelID: ID
    var versionID: ID
    var name: String
    var versionNumber: String
    var digest: Digest

    /// The version that a request names, or the one that its model has deployed.
    ///
    /// Throws `notFound` when the caller may not see the model, `conflict` when nothing can answer, with what to do.
    static func find(_ call: Call, _ access: ModelAccess, modelID: ID?, versionID: ID?) async throws -> ServedModel {
        if let versionID {
            let (version, model) = try await access.version(call, versionID, .see)
            if let modelID, modelID != model.id { throw FoveaError.invalid("version_id", "is not a version of this model") }
            return try ServedModel(version, model)
        }
        guard let modelID else { throw FoveaError.invalid("model_id", "is required, or version_id") }
        let model = try await access.model(call, modelID, .see)
        guard let deployed = model.deployedVersionID else {
            throw FoveaError(.conflict, "The model \(model.name) is not deployed: deploy one of its versions, or name a version_id.")
        }
        let (version, _) = try await access.version(call, deployed, .see)
        return try ServedModel(version, model)
    }

    init(_ version: ModelVersion, _ model: Model) throws {
        guard version.status == .ready, let digest = version.digest, version.kind == .detector else {
            throw FoveaError(.conflict, "Version \(version.versionNumber) is \(version.status.rawValue): only a detector that is READY can answer.")
        }
        modelID = model.id
        versionID = version.id
        name = model.name
        versionNumber = version.versionNumber
        self.digest = digest
    }
}
