import Core
import Database
import HTTPServer

/// Who may do what with models: their owner and the managers of their project change them; the project's members, and
/// everybody when they are public, see and use them.
struct ModelAccess: Sendable {
    let database: Database

    enum Wish: Sendable { case see, change }

    /// The model if the caller may, else as if there were none.
    func model(_ call: Call, _ id: ID, _ wish: Wish) async throws -> Model {
        let user = try call.user
        let found = try await database.read { try ModelStore.find($0, id) }
        call.restrictsToCaller()
        guard let model = found else { throw Self.notFound }
        if user.isAdministrator || model.ownerID == user.userID || (wish == .see && model.isPublic) { return model }
        guard let project = model.projectID else {
            throw model.isPublic ? FoveaError(.forbidden, "Only the model's owner may do this.") : Self.notFound
        }
        do {
            try await call.require(wish == .see ? .viewer : .manager, project)
        } catch let error as FoveaError where error.kind == .notFound {
            throw model.isPublic ? FoveaError(.forbidden, "Only the model's owner and its project's managers may do this.") : Self.notFound
        }
        return model
    }

    func version(_ call: Call, _ id: ID, _ wish: Wish) async throws -> (ModelVersion, Model) {
        call.restrictsToCaller()
        guard let version = try await database.read({ try ModelVersionStore.find($0, id) }) else { throw FoveaError.notFound("The model version") }
        return (version, try await model(call, version.modelID, wish))
    }

    private static let notFound = FoveaError.notFound("The model")
}
