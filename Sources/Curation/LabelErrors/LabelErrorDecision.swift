import Agreement
import Core
import Database
import Library
import Review

/// What a person makes of a likely mistake: the model's word becomes the label, or is passed over.
struct LabelErrorDecision {
    let connection: Connection
    let userID: ID
    let now: Timestamp
    let news: ImageNews

    /// Does what the model says: adds what is missed, deletes what is spurious, moves or renames the label. Through the same door as
    /// every edit, so history, undo and live views know it. Throws `conflict` when the label has changed since the comparison.
    func apply(_ id: ID) throws {
        let mistake = try openOne(id)
        _ = try AnnotationEditing.apply(
            [try operation(mistake)], connection, imageID: mistake.imageID, by: userID, at: now, news: news)
        try LabelErrorStore.decide(connection, id, .applied, by: userID, at: now)
    }

    func dismiss(_ id: ID) throws {
        _ = try openOne(id)
        try LabelErrorStore.decide(connection, id, .dismissed, by: userID, at: now)
    }

    /// Takes a dismissal back. What was applied is an edit of the image, and is undone there.
    func reopen(_ id: ID) throws {
        let mistake = try LabelErrorStore.lock(connection, id).orNotFound("The likely mistake")
        guard mistake.state == .dismissed else { throw FoveaError(.conflict, "Only what was dismissed can be opened again.") }
        try LabelErrorStore.decide(connection, id, .open, by: userID, at: now)
    }

    private func openOne(_ id: ID) throws -> LabelErrorStore.Decided {
        let mistake = try LabelErrorStore.lock(connection, id).orNotFound("The likely mistake")
        guard mistake.state == .open else { throw FoveaError(.conflict, "This was \(mistake.state.rawValue) already.") }
        return mistake
    }

    private func operation(_ mistake: LabelErrorStore.Decided) throws -> AnnotationOperation {
        var operation = AnnotationOperation()
        operation.id = mistake.annotationID ?? mistake.shapeID ?? .make(at: now)
        operation.version = mistake.annotationVersion
        switch mistake.kind {
        case .missed:
            operation.action = .create
            operation.labelID = mistake.predictedLabelID
            operation.geometry = try shape(mistake).geometry
            operation.confidence = mistake.confidence.map { .value($0) } ?? .absent
            operation.isPrediction = false
        case .spurious:
            operation.action = .delete
        case .mislocated:
            operation.action = .update
            operation.geometry = try shape(mistake).geometry
        case .swapped:
            operation.action = .update
            operation.labelID = mistake.predictedLabelID
        }
        return operation
    }

    private func shape(_ mistake: LabelErrorStore.Decided) throws -> AnalysisAnnotation {
        guard let id = mistake.shapeID else { throw FoveaError.notFound("The model's shape") }
        return try AnalysisStore.annotation(connection, id).orNotFound("The model's shape")
    }
}
