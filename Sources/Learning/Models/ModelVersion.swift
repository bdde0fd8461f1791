import Core
import Database

/// One state of a model: a file that answers, what it scored, and where it came from.
public struct ModelVersion: WireObject {
    public var id: ID
    public var modelID: ID
    public var versionNumber: String
    public var kind: ModelKind
    public var status: ModelVersionStatus
    public var classNames: [String]
    public var metrics: RawJSON
    public var imgSize: Int?
    public var sizeBytes: Int?
    /// The ONNX file.
    public var digest: Digest?
    public var trainingID: ID?
    public var datasetID: ID?
    public var buildLogs: String?
    public var errorMessage: String?
    public var createdAt: Timestamp

    var digestText: String? { digest?.description }
    /// Detectors need no image; packages get one with their build.
    var dockerImage: String? { nil }

    public static let fields = Fields<Self>(
        "ModelVersion",
        Field("id", \.id),
        Field("model_id", \.modelID),
        Field("version_number", \.versionNumber),
        Field("kind", \.kind),
        Field("status", \.status),
        Field("class_names", \.classNames),
        Field("metrics", \.metrics, "What it scored, by name."),
        Field("img_size", \.imgSize, "Side of the square that it sees, pixels."),
        Field("size_bytes", \.sizeBytes),
        Field("sha256", \.digestText),
        Field("training_id", \.trainingID),
        Field("dataset_id", \.datasetID),
        Field("build_logs", \.buildLogs),
        Field("error_message", \.errorMessage),
        Field("docker_image", \.dockerImage),
        Field("docker_image_digest", \.dockerImage),
        Field("created_at", \.createdAt))

    static let columns = """
        id, model_id, version_number, kind, status, class_names, metrics, img_size, size_bytes, digest, training_id, dataset_id,
        build_logs, error_message, created_at
        """

    init(_ row: Row) throws {
        var read = row.reader()
        id = try read.id()
        modelID = try read.id()
        versionNumber = try read.text()
        kind = try read.value()
        status = try read.value()
        classNames = try read.json().array?.compactMap(\.string) ?? []
        metrics = RawJSON(trusted: try read.text())
        imgSize = try read.optionalInt()
        sizeBytes = try read.optionalInt()
        digest = try read.optionalDigest()
        trainingID = try read.optionalID()
        datasetID = try read.optionalID()
        buildLogs = try read.optionalText()
        errorMessage = try read.optionalText()
        createdAt = try read.time()
    }
}

public struct ModelVersionBody: WireInput {
    public var modelID = ID(high: 0, low: 0)
    public var versionNumber = ""

    public init() {}
    public static let fields = Fields<Self>(
        "ModelVersionBody", Field("model_id", \.modelID), Field("version_number", \.versionNumber, .length(1...64)))
}

/// Where to put a version's file.
struct ModelVersionTicket: WireObject {
    var versionID: ID
    var uploadURL: String

    static let fields = Fields<Self>(
        "ModelVersionTicket", Field("version_id", \.versionID), Field("upload_url", \.uploadURL, "Takes one `PUT` of the ONNX file."))
}

struct ModelBuildAnswer: WireObject {
    var versionID: ID
    var status: ModelVersionStatus
    var message: String

    static let fields = Fields<Self>(
        "ModelBuildAnswer", Field("version_id", \.versionID), Field("status", \.status), Field("message", \.message))
}
