import Core
import Database
import HTTPServer

/// `/api/layers/{layer_id}`: one's own, to work on; others', to whom may compare them. To everybody else they do not exist.
struct LayerRoutes: Sendable {
    let database: Database
    let clock: WallClock

    var routes: [Route] { [show, annotations, patch, status] }

    private var show: Route {
        .get("/api/layers/{layer_id}", "Show a layer", tag: "Layers", access: .layer(.annotator), answer: Layer.self) { call in
            let id = try call.id("layer_id"), reader = try LayerReader(call)
            return try await database.read { try reader.layer($0, id) }
        }
    }

    private var annotations: Route {
        .get(
            "/api/layers/{layer_id}/annotations", "List the annotations of a layer", tag: "Layers", access: .layer(.annotator),
            query: AnnotationRoutes.AnnotationListQuery.self, answer: Page<Annotation>.self
        ) { call, query in
            let id = try call.id("layer_id"), reader = try LayerReader(call)
            let after = try query.cursor.map { (Timestamp(microseconds: try $0.value(0)), try $0.value(1, as: ID.self)) }
            let rows = try await database.read { connection in
                try LayerStore.annotations(connection, reader.layer(connection, id).id, after: after, limit: query.limit + 1)
            }
            return Page(rows, limit: query.limit) { Cursor(.int($0.createdAt.microseconds), .string($0.id.description)) }
        }
    }

    private var patch: Route {
        .patch(
            "/api/layers/{layer_id}/annotations", "Create, change and delete annotations of one's own layer: all of it or nothing",
            tag: "Layers", access: .layer(.annotator), body: AnnotationPatch.self, answer: AnnotationsAnswer.self
        ) { call, patch in
            let id = try call.id("layer_id"), userID = try call.userID, now = clock.now()
            return try await database.write { connection in
                let layer = try Self.own(connection, id, userID)
                return AnnotationsAnswer(annotations: try LayerEditing.apply(patch.ops, connection, layer, at: now))
            }
        }
    }

    private var status: Route {
        .patch(
            "/api/layers/{layer_id}/status", "Say how far labelling one's own layer has come", tag: "Layers", access: .layer(.annotator),
            body: StatusBody.self, answer: Layer.self
        ) { call, body in
            let id = try call.id("layer_id"), userID = try call.userID, now = clock.now()
            return try await database.write { connection in
                try LayerEditing.setStatus(connection, Self.own(connection, id, userID), body.status, at: now)
                return try LayerStore.find(connection, id).orNotFound("The layer")
            }
        }
    }

    /// The caller's own layer, to be changed.
    private static func own(_ connection: Connection, _ id: ID, _ userID: ID) throws -> Layer {
        guard let layer = try LayerStore.lock(connection, id), layer.userID == userID, layer.kind != .truth else {
            throw FoveaError.notFound("The layer")
        }
        guard layer.isEditable else { throw FoveaError(.conflict, "The work that this layer belongs to is closed.") }
        return layer
    }
}

/// Who looks at layers, and which of them they may see.
struct LayerReader: Sendable {
    let userID: ID
    let role: Role

    init(_ call: Call) throws {
        userID = try call.userID
        role = call.grant?.role ?? .viewer
    }

    func layer(_ connection: Connection, _ id: ID) throws -> Layer {
        let layer = try LayerStore.find(connection, id).orNotFound("The layer")
        if layer.userID == userID && layer.kind != .truth { return layer }
        let mayRead =
            if let setID = layer.setID { try mayCompare(connection, setID) } else { role >= .manager }
        guard mayRead else { throw FoveaError.notFound("The layer") }
        return layer
    }

    /// Reviewers once a set is closed. While it is open managers, but for those who label in it themselves: nobody's opinion is
    /// to be coloured by the others'.
    func mayCompare(_ connection: Connection, _ setID: ID) throws -> Bool {
        let status = try connection.first("SELECT status FROM consensus_sets WHERE id = $1", setID) { try $0.text(0) }
        if status == ConsensusStatus.closed.rawValue { return role >= .reviewer }
        guard role >= .manager else { return false }
        return !(try connection.exists("SELECT 1 FROM consensus_annotators WHERE set_id = $1 AND user_id = $2", setID, userID))
    }

    func requireToCompare(_ connection: Connection, _ setID: ID) throws {
        guard try mayCompare(connection, setID) else {
            throw FoveaError(
                .forbidden, "While a consensus set is open only managers who do not label in it may compare; reviewers once it is closed.")
        }
    }
}
