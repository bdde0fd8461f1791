import Core
import Database

/// SQL of analyses.
public enum AnalysisStore {
    /// Stores analyses with their shapes. One that its job has stored already stays as it is; an image that is gone is skipped.
    public static func insert(_ connection: Connection, _ analyses: [NewAnalysis], at now: Timestamp) throws {
        for analysis in analyses {
            guard try connection.exists("SELECT 1 FROM images WHERE id = $1", analysis.imageID) else { continue }
            let isStored = try connection.exists(
                "SELECT 1 FROM analyses WHERE job_id = $1 AND image_id = $2", analysis.jobID, analysis.imageID)
            if isStored { continue }
            let status: AnalysisStatus = analysis.errorMessage == nil ? .completed : .failed
            try connection.execute(
                """
                INSERT INTO analyses (id, image_id, model_name, model_version, version_id, job_id, status, annotation_count, parameters,
                    error_message, created_by, created_at, completed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12)
                """, analysis.id, analysis.imageID, analysis.modelName, analysis.modelVersion, analysis.versionID, analysis.jobID,
                status.rawValue, analysis.shapes.count, analysis.parameters, analysis.errorMessage, analysis.userID, now)
            try connection.copyIn(
                "analysis_annotations",
                columns: ["id", "analysis_id", "annotation_type", "class_name", "confidence", "data", "ordering"],
                rows: analysis.shapes.enumerated().map { order, shape in
                    [
                        .id(.make(at: now)), .id(analysis.id), .text("bounding_box"), .text(shape.className),
                        .double(shape.confidence), .text(shape.box.analysisData.text), order.sqlValue,
                    ]
                })
        }
    }

    static func find(_ connection: Connection, _ id: ID) throws -> Analysis? {
        try connection.first("SELECT \(Analysis.columns) FROM analyses WHERE id = $1", id, map: Analysis.init)
    }

    /// Newest first.
    static func ofImage(_ connection: Connection, _ imageID: ID, before: ID?, limit: Int) throws -> [Analysis] {
        try connection.query(
            "SELECT \(Analysis.columns) FROM analyses WHERE image_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3", imageID,
            before ?? ID(high: .max, low: .max), limit, map: Analysis.init)
    }

    /// In their order.
    static func annotations(_ connection: Connection, _ id: ID, after: Int?, limit: Int) throws -> [AnalysisAnnotation] {
        try connection.query(
            """
            SELECT \(AnalysisAnnotation.columns) FROM analysis_annotations WHERE analysis_id = $1 AND ordering > $2
            ORDER BY ordering, id LIMIT $3
            """, id, after ?? -1, limit, map: AnalysisAnnotation.init)
    }

    /// Of several analyses, each in its order.
    public static func annotations(_ connection: Connection, ofAll ids: [ID]) throws -> [AnalysisAnnotation] {
        try connection.query(
            """
            SELECT \(AnalysisAnnotation.columns) FROM analysis_annotations WHERE \(connection.dialect.contains("analysis_id", "$1", .idList))
            ORDER BY analysis_id, ordering, id
            """, ids, map: AnalysisAnnotation.init)
    }

    public static func annotation(_ connection: Connection, _ id: ID) throws -> AnalysisAnnotation? {
        try connection.first("SELECT \(AnalysisAnnotation.columns) FROM analysis_annotations WHERE id = $1", id, map: AnalysisAnnotation.init)
    }

    /// The images that a job has analysed already.
    public static func images(_ connection: Connection, ofJob jobID: ID) throws -> Set<ID> {
        Set(try connection.query("SELECT image_id FROM analyses WHERE job_id = $1", jobID) { try $0.id(0) })
    }
}
