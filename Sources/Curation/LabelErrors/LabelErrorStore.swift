import Agreement
import Core
import Database
import Geometry
import Review

/// SQL of likely mistakes.
enum LabelErrorStore {
    private static let select = """
        SELECT e.id, e.image_id, i.filename, i.width, i.height, e.kind, e.state, e.score, e.similarity, e.annotation_id, e.label_id,
            e.labelled_box, e.analysis_id, e.predicted_label_id, e.predicted_box, e.confidence
        FROM label_errors e JOIN images i ON i.id = e.image_id
        """

    private static func read(_ row: Row) throws -> LabelError {
        var read = row.reader()
        return LabelError(
            id: try read.id(), imageID: try read.id(), filename: try read.text(), width: try read.int(), height: try read.int(),
            kind: try read.value(), state: try read.value(), score: try read.double(), similarity: try read.double(),
            annotationID: try read.optionalID(), labelID: try read.optionalID(),
            labelledBox: try read.optionalText().map { RawJSON(trusted: $0) }, analysisID: try read.id(),
            predictedLabelID: try read.optionalID(), predictedBox: try read.optionalText().map { RawJSON(trusted: $0) },
            confidence: try read.optionalDouble())
    }

    /// Likeliest first, behind the one that `after` names.
    static func page(_ connection: Connection, _ projectID: ID, _ query: LabelErrorQuery, after: (Double, ID)?) throws -> [LabelError] {
        var values: [SQLValue] = [.id(projectID), .text(query.state.rawValue)]
        func bind(_ value: SQLValue) -> String {
            values.append(value)
            return "$\(values.count)"
        }
        var filters = ""
        if let kind = query.kind { filters += " AND e.kind = \(bind(.text(kind.rawValue)))" }
        if let label = query.labelID {
            let place = bind(.id(label))
            filters += " AND (e.label_id = \(place) OR e.predicted_label_id = \(place))"
        }
        if let after { filters += " AND (e.score, e.id) < (\(bind(.double(after.0))), \(bind(.id(after.1))))" }
        return try connection.query(
            """
            \(select) WHERE e.project_id = $1 AND e.state = $2 AND i.deleted_at IS NULL\(filters)
            ORDER BY e.score DESC, e.id DESC LIMIT \(bind((query.limit + 1).sqlValue))
            """, values: values, map: read)
    }

    static func find(_ connection: Connection, _ id: ID) throws -> LabelError? {
        try connection.first("\(select) WHERE e.id = $1", id, map: read)
    }

    static func counts(_ connection: Connection, _ projectID: ID) throws -> LabelErrorCounts {
        var counts = LabelErrorCounts()
        let rows = try connection.query(
            """
            SELECT e.kind, COUNT(*) FROM label_errors e JOIN images i ON i.id = e.image_id
            WHERE e.project_id = $1 AND e.state = 'open' AND i.deleted_at IS NULL GROUP BY e.kind
            """, projectID
        ) { (Disagreement.Kind(rawValue: try $0.text(0)), try $0.int(1)) }
        for (kind, count) in rows {
            switch kind {
            case .missed: counts.missed = count
            case .spurious: counts.spurious = count
            case .mislocated: counts.mislocated = count
            case .swapped: counts.swapped = count
            case nil: continue
            }
        }
        let last = try connection.first("SELECT job_id, model_name, model_version FROM label_comparisons WHERE project_id = $1", projectID) {
            (try $0.id(0), try $0.text(1), try $0.text(2))
        }
        (counts.jobID, counts.modelName, counts.modelVersion) = (last?.0, last?.1, last?.2)
        return counts
    }

    /// Those with the most images first.
    static func models(_ connection: Connection, _ projectID: ID) throws -> [AnalysingModel] {
        try connection.query(
            """
            SELECT a.model_name, a.model_version, COUNT(DISTINCT a.image_id) FROM analyses a JOIN images i ON i.id = a.image_id
            WHERE i.project_id = $1 AND i.deleted_at IS NULL AND a.status = 'completed'
            GROUP BY a.model_name, a.model_version ORDER BY 3 DESC, 1, 2 LIMIT 100
            """, projectID
        ) { AnalysingModel(modelName: try $0.text(0), modelVersion: try $0.text(1), images: try $0.int(2)) }
    }

    /// What a decision needs of a likely mistake; the row is locked.
    struct Decided {
        var imageID: ID
        var kind: Disagreement.Kind
        var state: LabelErrorState
        var annotationID: ID?
        var annotationVersion: Int?
        var analysisID: ID
        var shapeID: ID?
        var predictedLabelID: ID?
        var confidence: Double?
    }

    static func lock(_ connection: Connection, _ id: ID) throws -> Decided? {
        try connection.first(
            """
            SELECT image_id, kind, state, annotation_id, annotation_version, analysis_id, shape_id, predicted_label_id, confidence
            FROM label_errors WHERE id = $1\(connection.dialect.forUpdate)
            """, id
        ) { row in
            var read = row.reader()
            return Decided(
                imageID: try read.id(), kind: try read.value(), state: try read.value(), annotationID: try read.optionalID(),
                annotationVersion: try read.optionalInt(), analysisID: try read.id(), shapeID: try read.optionalID(),
                predictedLabelID: try read.optionalID(), confidence: try read.optionalDouble())
        }
    }

    static func decide(_ connection: Connection, _ id: ID, _ state: LabelErrorState, by userID: ID?, at now: Timestamp) throws {
        try connection.execute(
            "UPDATE label_errors SET state = $2, decided_by = $3, decided_at = $4 WHERE id = $1", id, state.rawValue, userID,
            state == .open ? nil : now)
    }
}
