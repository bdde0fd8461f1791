import Core
import Database
import JobQueue

/// A training run's states are its job's by other names.
public enum TrainingStatus: String, WireEnum {
    case pending, running, completed, failed, cancelled

    init(_ status: JobStatus) {
        switch status {
        case .uploading, .queued: self = .pending
        case .running: self = .running
        case .succeeded: self = .completed
        case .failed: self = .failed
        case .cancelled: self = .cancelled
        }
    }
}

/// One training of a detector on one dataset version. Its id is its job's.
public struct TrainingRun: WireObject {
    public var id: ID
    public var projectID: ID
    public var datasetID: ID
    public var datasetName: String
    public var name: String
    public var status: TrainingStatus
    public var baseModel: String
    public var epochs: Int
    public var batchSize: Int
    public var imgSize: Int
    public var learningRate: Double?
    public var patience: Int
    public var seed: Int
    public var device: String
    public var currentEpoch: Int
    public var bestMap: Double?
    public var bestMap50: Double?
    public var trainingTime: Double?
    public var pretrained: Bool?
    public var modelID: ID?
    public var modelVersionID: ID?
    public var errorMessage: String?
    public var notes: [String]
    public var createdBy: ID
    public var createdAt: Timestamp
    public var startedAt: Timestamp?
    public var finishedAt: Timestamp?

    public static let fields = Fields<Self>(
        "TrainingRun",
        Field("id", \.id),
        Field("project_id", \.projectID),
        Field("dataset_id", \.datasetID),
        Field("dataset_name", \.datasetName),
        Field("name", \.name),
        Field("status", \.status),
        Field("base_model", \.baseModel),
        Field("epochs", \.epochs),
        Field("batch_size", \.batchSize),
        Field("img_size", \.imgSize),
        Field("learning_rate", \.learningRate, "Null: the recipe's."),
        Field("patience", \.patience),
        Field("seed", \.seed),
        Field("device", \.device),
        Field("current_epoch", \.currentEpoch),
        Field("best_map", \.bestMap, "mAP50-95 on the validation images."),
        Field("best_map50", \.bestMap50),
        Field("training_time", \.trainingTime, "Seconds."),
        Field("pretrained", \.pretrained, "Null until it is known."),
        Field("model_id", \.modelID),
        Field("model_version_id", \.modelVersionID),
        Field("error_message", \.errorMessage),
        Field("notes", \.notes, "What the trainer wants known."),
        Field("created_by", \.createdBy),
        Field("created_at", \.createdAt),
        Field("started_at", \.startedAt),
        Field("finished_at", \.finishedAt))

    static let source = "training_runs r JOIN jobs j ON j.id = r.id JOIN datasets d ON d.id = r.dataset_id"
    static let columns = """
        r.id, r.project_id, r.dataset_id, d.name, d.version, r.name, j.status, r.base_model, r.epochs, r.batch_size, r.img_size,
        r.learning_rate, r.patience, r.seed, r.device, r.current_epoch, r.best_map, r.best_map50, r.training_time, r.pretrained,
        r.model_id, r.model_version_id, j.error_message, r.notes, r.created_by, r.created_at, j.started_at, j.finished_at
        """

    init(_ row: Row) throws {
        var read = row.reader()
        id = try read.id()
        projectID = try read.id()
        datasetID = try read.id()
        let dataset = try read.text(), version = try read.int()
        datasetName = dataset.isEmpty ? "version \(version)" : dataset
        name = try read.text()
        status = TrainingStatus(try read.value())
        baseModel = try read.text()
        epochs = try read.int()
        batchSize = try read.int()
        imgSize = try read.int()
        learningRate = try read.optionalDouble()
        patience = try read.int()
        seed = try read.int()
        device = try read.text()
        currentEpoch = try read.int()
        bestMap = try read.optionalDouble()
        bestMap50 = try read.optionalDouble()
        trainingTime = try read.optionalDouble()
        pretrained = try read.optionalBool()
        modelID = try read.optionalID()
        modelVersionID = try read.optionalID()
        errorMessage = try read.optionalText()
        notes = try read.json().array?.compactMap(\.string) ?? []
        createdBy = try read.id()
        createdAt = try read.time()
        startedAt = try read.optionalTime()
        finishedAt = try read.optionalTime()
    }
}
