import Core
import Database
import HTTPServer

/// Who may do what with models. One of a project is seen and used by its members and changed by its managers; one of a person by
/// that person. Public ones are seen and used by everybody. That a project is public makes none of its models so.
struct ModelAccess: Sendable {
    let database: Database

    enum Wish: Sendable { case see, change }

    /// The model if the caller may, else as if there were none.
    func model(_ call: Call, _ id: ID, _ wish: Wish) async throws -> Model {
        let user = try call.user
        let found = try await database.read { try ModelStore.find($0, id) }
        call.restrictsToCaller()
        guard let model = found else { throw Self.notFound }
        if user.isAdministrator || (wish == .see && model.isPublic) { return model }
        guard let project = model.projectID else {
            if model.ownerID == user.userID { return model }
            throw model.isPublic ? FoveaError(.forbidden, "Only the model's owner may do this.") : Self.notFound
        }
        do {
            let grant = try await call.require(wish == .see ? .viewer : .manager, project)
            if grant.isMember { return model }
        } catch let error as FoveaError where error.kind == .notFound {}
        throw model.isPublic ? FoveaError(.forbidden, "Only the managers of the model's project may do this.") : Self.notFound
    }

    func version(_ call: Call, _ id: ID, _ wish: Wish) async throws -> (ModelVersion, Model) {
        call.restrictsToCaller()
        guard let version = try await database.read({ try ModelVersionStore.find($0, id) }) else { throw FoveaError.notFound("The model version") }
        return (version, try await model(call, version.modelID, wish))
    }

    private static let notFound = FoveaError.notFound("The model")
}
