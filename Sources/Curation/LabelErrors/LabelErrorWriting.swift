import Core
import Database
import Geometry

/// What a comparison writes.
enum LabelErrorWriting {
    typealias Plan = LabelErrorJob.Plan
    typealias Image = LabelErrorReading.Image

    private static let columns = [
        "id", "project_id", "job_id", "image_id", "kind", "state", "score", "similarity", "annotation_id", "annotation_version", "label_id",
        "labelled_box", "analysis_id", "shape_id", "predicted_label_id", "predicted_box", "confidence",
    ]

    /// From now on the project's list is of this comparison.
    static func begin(_ connection: Connection, _ plan: Plan) throws {
        try connection.execute(
            """
            INSERT INTO label_comparisons (project_id, job_id, model_name, model_version, min_confidence) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (project_id) DO UPDATE SET job_id = $2, model_name = $3, model_version = $4, min_confidence = $5
            """, plan.projectID, plan.jobID, plan.modelName, plan.modelVersion, plan.minConfidence)
    }

    /// Compares a portion of the images; answers how many likely mistakes were written.
    static func write(_ connection: Connection, _ plan: Plan, _ images: [Image]) throws -> Int {
        let labelled = try LabelErrorReading.labelled(connection, images)
        let predicted = try LabelErrorReading.predicted(connection, plan, images)
        let dismissed = try dismissed(connection, images)
        let finder = LabelErrorFinder(known: Set(plan.labels.values))
        try connection.execute(
            "DELETE FROM label_errors WHERE state = 'open' AND \(connection.dialect.contains("image_id", "$1", .idList))", images.map(\.id))
        var rows: [[SQLValue]] = []
        for image in images {
            let found = finder.find(labelled[image.id] ?? [], predicted[image.analysisID] ?? [], size: image.size)
            let decided = dismissed[image.id] ?? []
            rows += found.filter { one in !decided.contains { $0.covers(one) } }.map { row($0, plan, image) }
        }
        return try connection.copyIn("label_errors", columns: columns, rows: rows)
    }

    /// Takes away what earlier comparisons left of images that the model has not looked at.
    static func end(_ connection: Connection, _ plan: Plan) throws {
        try connection.execute(
            "DELETE FROM label_errors WHERE project_id = $1 AND state = 'open' AND job_id <> $2", plan.projectID, plan.jobID)
    }

    private static func row(_ found: LabelErrorFinder.Found, _ plan: Plan, _ image: Image) -> [SQLValue] {
        [
            .id(.make()), .id(plan.projectID), .id(plan.jobID), .id(image.id), .text(found.disagreement.kind.rawValue), .text("open"),
            .double(found.disagreement.score), .double(found.disagreement.similarity), (found.labelled?.id).sqlValue,
            (found.labelled?.version).sqlValue, (found.labelled?.labelID).sqlValue, (found.labelled?.geometry.boundsJSON?.text).sqlValue,
            .id(image.analysisID), (found.predicted?.id).sqlValue, (found.predicted?.labelID).sqlValue,
            (found.predicted?.geometry.boundsJSON?.text).sqlValue, (found.predicted?.confidence).sqlValue,
        ]
    }

    /// What was dismissed is known again by what it was about: the label as it stood, or what was seen where nothing is labelled.
    private struct Dismissed {
        var kind: String
        var annotation: ID?
        var version: Int?
        var predictedLabel: ID?
        var box: Box?

        init(_ row: Row) throws {
            var read = row.reader()
            kind = try read.text()
            annotation = try read.optionalID()
            version = try read.optionalInt()
            predictedLabel = try read.optionalID()
            box = try read.optionalText().flatMap { Box(bounds: try JSON.parse($0)) }
        }

        func covers(_ found: LabelErrorFinder.Found) -> Bool {
            guard kind == found.disagreement.kind.rawValue, annotation == found.labelled?.id, version == found.labelled?.version,
                predictedLabel == found.predicted?.labelID
            else { return false }
            guard annotation == nil, let box, let other = found.predicted?.geometry.boundingBox else { return true }
            return box.iou(other) >= 0.7
        }
    }

    private static func dismissed(_ connection: Connection, _ images: [Image]) throws -> [ID: [Dismissed]] {
        let rows = try connection.query(
            """
            SELECT kind, annotation_id, annotation_version, predicted_label_id, predicted_box, image_id FROM label_errors
            WHERE state = 'dismissed' AND \(connection.dialect.contains("image_id", "$1", .idList))
            """, images.map(\.id)
        ) { (try $0.id(5), try Dismissed($0)) }
        return Dictionary(grouping: rows, by: \.0).mapValues { $0.map(\.1) }
    }
}
