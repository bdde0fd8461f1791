import Core
import Database
import Geometry
import HTTPServer
import Library

/// Turns what a model said into annotations of the image.
enum AnalysisAcceptance {
    /// Accepts the shapes of an analysis, or those named. Each becomes an annotation with the shape's own id, so that accepting
    /// twice adds nothing. Classes are matched with the project's labels by name.
    ///
    /// Answers how many annotations were added. Throws `FoveaError.invalid` naming the classes without a label, unless
    /// `makesLabels`.
    static func accept(
        _ connection: Connection, _ analysis: Analysis, only wanted: [ID]?, makesLabels: Bool, by userID: ID, at now: Timestamp,
        news: ImageNews
    ) throws -> Int {
        guard analysis.status == .completed else {
            throw FoveaError(.conflict, "The analysis is \(analysis.status.rawValue): only a completed one can be accepted.")
        }
        let shapes = try chosen(connection, analysis.id, wanted)
        let projectID = try connection.first("SELECT project_id FROM images WHERE id = $1", analysis.imageID) { try $0.id(0) }
        guard let projectID else { throw FoveaError.notFound("The image") }
        let labels = try labels(connection, projectID, Set(shapes.compactMap(\.className)), makesLabels, now)
        let operations: [AnnotationOperation] = shapes.compactMap { shape in
            guard let name = shape.className, let labelID = labels[name], let geometry = shape.geometry else { return nil }
            var operation = AnnotationOperation()
            operation.action = .create
            operation.id = shape.id
            operation.labelID = labelID
            operation.geometry = geometry
            operation.confidence = shape.confidence.map { .value($0) } ?? .absent
            operation.isPrediction = false
            return operation
        }
        let new = try withoutAccepted(connection, operations)
        for start in stride(from: 0, to: new.count, by: 1000) {
            _ = try AnnotationEditing.apply(
                Array(new[start..<min(start + 1000, new.count)]), connection, imageID: analysis.imageID, by: userID, at: now,
                news: news)
        }
        return new.count
    }

    private static func chosen(_ connection: Connection, _ id: ID, _ wanted: [ID]?) throws -> [AnalysisAnnotation] {
        let all = try AnalysisStore.annotations(connection, id, after: nil, limit: 100_000)
        guard let wanted else { return all }
        let names = Set(wanted)
        let found = all.filter { names.contains($0.id) }
        guard found.count == names.count else { throw FoveaError.invalid("annotation_ids", "must all be of this analysis") }
        return found
    }

    private static func labels(
        _ connection: Connection, _ projectID: ID, _ names: Set<String>, _ makesLabels: Bool, _ now: Timestamp
    ) throws -> [String: ID] {
        let known = Dictionary(
            try LabelStore.ofProject(connection, projectID).map { ($0.name, $0.id) }, uniquingKeysWith: { first, _ in first })
        let missing = names.filter { known[$0] == nil }.sorted()
        if missing.isEmpty { return known }
        guard makesLabels else {
            throw FoveaError.invalid("class_name", "has no label in this project: \(missing.joined(separator: ", ")). A manager can add it")
        }
        return try LabelStore.ensure(connection, projectID, names: names.sorted(), at: now)
    }

    private static func withoutAccepted(_ connection: Connection, _ operations: [AnnotationOperation]) throws -> [AnnotationOperation] {
        guard !operations.isEmpty else { return [] }
        let isWanted = connection.dialect.contains("id", "$1", .idList)
        let there = Set(try connection.query("SELECT id FROM annotations WHERE \(isWanted)", operations.map(\.id)) { try $0.id(0) })
        return operations.filter { !there.contains($0.id) }
    }
}
