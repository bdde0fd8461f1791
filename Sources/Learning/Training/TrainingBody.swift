import Core

/// What to train. Bounds are those of docs/trainer-protocol.md.
public struct TrainingBody: WireInput {
    public var datasetID = ID(high: 0, low: 0)
    public var baseModel = "yolov8n"
    public var epochs = 0
    public var batchSize: Int?
    public var imgSize = 640
    public var learningRate: Double?
    public var patience = 50
    public var seed = 0
    public var device = "auto"
    public var name: String?

    public init() {}
    public static let fields = Fields<Self>(
        "TrainingBody",
        Field("dataset_id", \.datasetID, "A dataset version."),
        Field("base_model", \.baseModel, .oneOf(BaseModel.all.map(\.name))),
        Field("epochs", \.epochs, .range(1...10_000)),
        Field("batch_size", \.batchSize, .range(1...1024), "Chosen by the size of the set when left out.", optional: true),
        Field("img_size", \.imgSize, .range(64...4096), multipleOf32, "Side of the square that the model sees, pixels.", optional: true),
        Field("learning_rate", \.learningRate, .moreThan(0), .range(0...1), "The recipe's when left out.", optional: true),
        Field("patience", \.patience, .range(0...10_000), "Epochs without a better score before it stops; 0 for never.", optional: true),
        Field("seed", \.seed, .range(0...2_147_483_647), optional: true),
        Field("device", \.device, device, "`auto`, `cpu` or the number of a GPU.", optional: true),
        Field("name", \.name, .length(1...200), "Names the model too; training again under it adds a version.", optional: true))

    private static let multipleOf32 = Constraint.rule("must be a multiple of 32") { json in
        json.int.map { $0 % 32 == 0 } ?? true
    }
    private static let device = Constraint.text("must be auto, cpu or the number of a GPU") { text in
        text == "auto" || text == "cpu" || (text.utf8.count <= 3 && !text.isEmpty && text.utf8.allSatisfy { (48...57).contains($0) })
    }
}

/// The architectures that the trainer knows, with the parameters of their detectors.
struct BaseModel: WireObject {
    var name: String
    var family: String
    var parameters: Int

    static let fields = Fields<Self>(
        "BaseModel", Field("name", \.name), Field("family", \.family), Field("parameters", \.parameters, "Of the detector with 80 classes."))

    static let all: [BaseModel] = [
        ("yolov8n", "YOLOv8", 3_157_200), ("yolov8s", "YOLOv8", 11_166_560), ("yolov8m", "YOLOv8", 25_902_640),
        ("yolov8l", "YOLOv8", 43_691_520), ("yolov8x", "YOLOv8", 68_229_648), ("yolo11n", "YOLO11", 2_624_080),
        ("yolo11s", "YOLO11", 9_458_752), ("yolo11m", "YOLO11", 20_114_688), ("yolo11l", "YOLO11", 25_372_160),
        ("yolo11x", "YOLO11", 56_966_176),
    ].map { BaseModel(name: $0.0, family: $0.1, parameters: $0.2) }
}

/// `GET /api/training/options`.
struct TrainingOptions: WireObject {
    struct Trainer: WireObject {
        var ready: Bool
        var reason: String?

        static let fields = Fields<Self>("TrainerState", Field("ready", \.ready), Field("reason", \.reason, "Why not."))
    }

    var baseModels: [BaseModel]
    var devices: [String]
    var trainer: Trainer

    static let fields = Fields<Self>(
        "TrainingOptions", Field("base_models", \.baseModels), Field("devices", \.devices), Field("trainer", \.trainer))
}

/// One row of a run's curve.
struct EpochMetrics: WireObject {
    var epoch: Int
    var train: RawJSON
    var val: RawJSON
    var lr: Double?
    var seconds: Double

    static let fields = Fields<Self>(
        "EpochMetrics", Field("epoch", \.epoch), Field("train", \.train, "Losses by name."), Field("val", \.val, "Scores and losses by name."),
        Field("lr", \.lr), Field("seconds", \.seconds))

    var json: JSON { (try? JSON.parse(encoded())) ?? .null }
}
