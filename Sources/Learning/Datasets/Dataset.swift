import Core
import Database
import Library

/// An immutable version of a project's labelled pictures.
public struct Dataset: WireObject {
    public var id: ID
    public var projectID: ID
    public var version: Int
    public var name: String
    public var taskType: TaskType
    public var classNames: [String]
    public var imageCount: Int
    public var annotationCount: Int
    public var bySplit: DatasetSplitCounts
    public var seed: Int
    public var preprocessing: RawJSON
    public var augmentation: RawJSON
    public var filter: RawJSON
    public var manifest: Digest
    public var createdBy: ID
    public var createdAt: Timestamp

    var manifestText: String { manifest.description }

    public static let fields = Fields<Self>(
        "Dataset",
        Field("id", \.id),
        Field("project_id", \.projectID),
        Field("version", \.version),
        Field("name", \.name),
        Field("task_type", \.taskType),
        Field("class_names", \.classNames),
        Field("image_count", \.imageCount),
        Field("annotation_count", \.annotationCount),
        Field("by_split", \.bySplit),
        Field("seed", \.seed),
        Field("preprocessing", \.preprocessing),
        Field("augmentation", \.augmentation),
        Field("filter", \.filter),
        Field("manifest_sha256", \.manifestText, "Of the manifest: equal content gives an equal digest."),
        Field("created_by", \.createdBy),
        Field("created_at", \.createdAt))

    static let columns = """
        id, project_id, version, name, task_type, class_names, image_count, annotation_count, train_count, val_count, test_count, seed,
        preprocessing, augmentation, filter, manifest, created_by, created_at
        """

    init(_ row: Row) throws {
        var read = row.reader()
        id = try read.id()
        projectID = try read.id()
        version = try read.int()
        name = try read.text()
        taskType = try read.value()
        classNames = try read.json().array?.compactMap(\.string) ?? []
        imageCount = try read.int()
        annotationCount = try read.int()
        bySplit = DatasetSplitCounts(train: try read.int(), val: try read.int(), test: try read.int())
        seed = try read.int()
        preprocessing = RawJSON(trusted: try read.text())
        augmentation = RawJSON(trusted: try read.text())
        filter = RawJSON(trusted: try read.text())
        manifest = try read.digest()
        createdBy = try read.id()
        createdAt = try read.time()
    }

    init(
        id: ID, projectID: ID, version: Int, body: DatasetBody, taskType: TaskType, built: BuiltManifest, digest: Digest, createdBy: ID,
        at now: Timestamp
    ) {
        self.id = id
        self.projectID = projectID
        self.version = version
        name = body.name
        self.taskType = taskType
        classNames = built.classNames
        imageCount = built.statistics.images
        annotationCount = built.statistics.annotations
        bySplit = built.statistics.bySplit
        seed = body.seed
        preprocessing = RawJSON(body.preprocessing)
        augmentation = RawJSON(body.augmentation)
        filter = RawJSON(body.filter)
        manifest = digest
        self.createdBy = createdBy
        createdAt = now
    }
}

public struct DatasetSplitCounts: WireObject, Equatable {
    public var train = 0
    public var val = 0
    public var test = 0

    public static let fields = Fields<Self>("DatasetSplitCounts", Field("train", \.train), Field("val", \.val), Field("test", \.test))

    subscript(split: DatasetPart) -> Int {
        get {
            switch split {
            case .train: train
            case .val: val
            case .test: test
            }
        }
        set {
            switch split {
            case .train: train = newValue
            case .val: val = newValue
            case .test: test = newValue
            }
        }
    }
}

/// A part of a dataset.
public enum DatasetPart: String, WireEnum { case train, val, test }
