import Core
import Database
import Geometry
import Library
import Review

/// What a comparison reads.
enum LabelErrorReading {
    typealias Plan = LabelErrorJob.Plan

    /// An image with the newest analysis of it by the model.
    struct Image: Sendable {
        var id: ID
        var size: PixelSize
        var analysisID: ID
    }

    private static let analysed = """
        FROM images i JOIN analyses a ON a.image_id = i.id
        WHERE i.project_id = $1 AND i.deleted_at IS NULL AND a.status = 'completed' AND a.model_name = $2 AND a.model_version = $3
        """

    static func count(_ connection: Connection, _ plan: Plan) throws -> Int {
        try connection.first(
            "SELECT COUNT(DISTINCT i.id) \(analysed)", plan.projectID, plan.modelName, plan.modelVersion
        ) { try $0.int(0) } ?? 0
    }

    /// In the order of their ids.
    static func images(_ connection: Connection, _ plan: Plan, after: ID?, limit: Int) throws -> [Image] {
        // Ids of analyses are made in the order of time.
        try connection.query(
            """
            SELECT i.id, i.width, i.height, a.id \(analysed) AND i.id > $4 AND NOT EXISTS (
                SELECT 1 FROM analyses n WHERE n.image_id = a.image_id AND n.id > a.id AND n.status = 'completed'
                AND n.model_name = a.model_name AND n.model_version = a.model_version)
            ORDER BY i.id LIMIT $5
            """, plan.projectID, plan.modelName, plan.modelVersion, after ?? ID(high: 0, low: 0), limit
        ) {
            Image(id: try $0.id(0), size: PixelSize(width: try $0.int(1), height: try $0.int(2)), analysisID: try $0.id(3))
        }
    }

    /// The project's labels that the model can say: those that its version names, and those that it has said.
    static func labels(_ connection: Connection, _ plan: Plan) throws -> [String: ID] {
        let said = try connection.query(
            "SELECT DISTINCT s.class_name \(analysed.replacing("WHERE", with: "JOIN analysis_annotations s ON s.analysis_id = a.id WHERE"))",
            plan.projectID, plan.modelName, plan.modelVersion
        ) { try $0.optionalText(0) }
        let named = try connection.query(
            "SELECT v.class_names FROM model_versions v WHERE v.id IN (SELECT a.version_id \(analysed))", plan.projectID, plan.modelName,
            plan.modelVersion
        ) { try JSON.parse(try $0.text(0)).array?.compactMap(\.string) ?? [] }
        let names = Set(said.compactMap { $0 } + named.joined())
        let known = try LabelStore.ofProject(connection, plan.projectID).filter { names.contains($0.name) }
        return Dictionary(known.map { ($0.name, $0.id) }, uniquingKeysWith: { first, _ in first })
    }

    /// What people labelled, by image.
    static func labelled(_ connection: Connection, _ images: [Image]) throws -> [ID: [LabelErrorFinder.Labelled]] {
        let rows = try connection.query(
            """
            SELECT image_id, id, label_id, version, geometry FROM annotations
            WHERE \(connection.dialect.contains("image_id", "$1", .idList)) AND deleted_at IS NULL AND is_prediction = 0
            ORDER BY created_at, id
            """, images.map(\.id)
        ) { row in
            (
                try row.id(0),
                LabelErrorFinder.Labelled(
                    id: try row.id(1), labelID: try row.id(2), version: try row.int(3), geometry: try Geometry(text: try row.text(4)))
            )
        }
        return Dictionary(grouping: rows, by: \.0).mapValues { $0.map(\.1) }
    }

    /// What the model said surely enough, in labels of the project, by analysis.
    static func predicted(_ connection: Connection, _ plan: Plan, _ images: [Image]) throws -> [ID: [LabelErrorFinder.Predicted]] {
        let shapes = try AnalysisStore.annotations(connection, ofAll: images.map(\.analysisID))
        var out: [ID: [LabelErrorFinder.Predicted]] = [:]
        for shape in shapes {
            guard let name = shape.className, let label = plan.labels[name], let geometry = shape.geometry else { continue }
            let confidence = shape.confidence ?? 1
            guard confidence >= plan.minConfidence else { continue }
            out[shape.analysisID, default: []].append(.init(id: shape.id, labelID: label, confidence: confidence, geometry: geometry))
        }
        return out
    }
}
