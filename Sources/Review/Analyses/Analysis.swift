import Core
import Database

public enum AnalysisStatus: String, WireEnum {
    case queued, processing, completed, failed
}

/// What one model said about one image.
public struct Analysis: WireObject {
    public var id: ID
    public var imageID: ID
    public var modelName: String
    public var modelVersion: String
    /// Of Fovea's own models; null for outside pipelines.
    public var versionID: ID?
    public var status: AnalysisStatus
    public var annotationCount: Int
    public var parameters: RawJSON
    public var errorMessage: String?
    public var createdAt: Timestamp
    public var completedAt: Timestamp?

    public static let fields = Fields<Self>(
        "Analysis",
        Field("id", \.id),
        Field("image_id", \.imageID),
        Field("model_name", \.modelName),
        Field("model_version", \.modelVersion),
        Field("version_id", \.versionID, "The model version, when it is one of Fovea's."),
        Field("status", \.status),
        Field("annotation_count", \.annotationCount),
        Field("parameters", \.parameters),
        Field("error_message", \.errorMessage),
        Field("created_at", \.createdAt),
        Field("completed_at", \.completedAt))

    static let columns = """
        id, image_id, model_name, model_version, version_id, status, annotation_count, parameters, error_message, created_at,
        completed_at
        """

    init(_ row: Row) throws {
        var read = row.reader()
        id = try read.id()
        imageID = try read.id()
        modelName = try read.text()
        modelVersion = try read.text()
        versionID = try read.optionalID()
        status = try read.value()
        annotationCount = try read.int()
        parameters = RawJSON(trusted: try read.text())
        errorMessage = try read.optionalText()
        createdAt = try read.time()
        completedAt = try read.optionalTime()
    }
}

/// One shape, class or map of an analysis, in upright pixels.
public struct AnalysisAnnotation: WireObject {
    public var id: ID
    public var analysisID: ID
    /// `bounding_box`, `polygon`, `mask`, `keypoints`, `classification`, `heatmap` or `segmentation`.
    public var annotationType: String
    public var className: String?
    public var confidence: Double?
    public var data: RawJSON
    public var storagePath: String?
    public var ordering: Int

    public static let fields = Fields<Self>(
        "AnalysisAnnotation",
        Field("id", \.id),
        Field("analysis_id", \.analysisID),
        Field("annotation_type", \.annotationType),
        Field("class_name", \.className),
        Field("confidence", \.confidence),
        Field("data", \.data, "Its members depend on the type; upright pixels."),
        Field("storage_path", \.storagePath),
        Field("ordering", \.ordering))

    static let columns = "id, analysis_id, annotation_type, class_name, confidence, data, storage_path, ordering"

    init(_ row: Row) throws {
        var read = row.reader()
        id = try read.id()
        analysisID = try read.id()
        annotationType = try read.text()
        className = try read.optionalText()
        confidence = try read.optionalDouble()
        data = RawJSON(trusted: try read.text())
        storagePath = try read.optionalText()
        ordering = try read.int()
    }
}
