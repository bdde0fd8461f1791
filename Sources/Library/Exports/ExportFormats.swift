import Core
import DatasetFormats
import Geometry

extension YOLOTask: WireEnum {}

/// What a format cannot hold of a project or a dataset version.
public struct ExportLosses: WireObject {
    public var images: Int
    public var annotations: Int
    public var losses: [Item]

    public struct Item: WireObject {
        public var kind: String
        public var count: Int
        public var text: String
        public static let fields = Fields<Self>(
            "ExportLoss", Field("kind", \.kind, .oneOf(Loss.Kind.allCases.map(\.rawValue))), Field("count", \.count),
            Field("text", \.text, "For people."))
    }

    public static let fields = Fields<Self>(
        "ExportLosses", Field("images", \.images), Field("annotations", \.annotations), Field("losses", \.losses, "Empty when nothing is lost."))

    init(_ tally: LossTally) {
        images = tally.images
        annotations = tally.annotations
        losses = tally.losses.map { Item(kind: $0.kind.rawValue, count: $0.count, text: $0.text) }
    }
}

/// All formats that can be written.
public struct ExportFormats: WireObject {
    public var items: [ExportFormat]
    public static let fields = Fields<Self>("ExportFormats", Field("items", \.items))
}

/// What a format holds when written; YOLO comes once a task.
public struct ExportFormat: WireObject {
    public var format: String
    public var yoloTask: YOLOTask?
    /// By kind of shape: `kept`, `dropped`, or the kind that it becomes.
    public var shapes: [String: String]
    public var attributes: String
    public var confidence: Bool
    public var splits: Bool
    public var severalClasses: Bool
    public var emptyImages: Bool
    public var needsPictures: Bool

    public static let fields = Fields<Self>(
        "ExportFormat",
        Field("format", \.format, .oneOf(DatasetFormat.writable.map(\.rawValue))),
        Field("yolo_task", \.yoloTask),
        Field("shapes", \.shapes, "By kind of shape: kept, dropped, or the kind that it becomes."),
        Field("attributes", \.attributes, "all, values (texts, numbers, true and false), none, or the names of those that are kept."),
        Field("confidence", \.confidence),
        Field("splits", \.splits),
        Field("several_classes", \.severalClasses, "An image may have several classes."),
        Field("empty_images", \.emptyImages, "Images without annotations are kept."),
        Field("needs_pictures", \.needsPictures, "Holds nothing without the pictures."))

    static var all: [ExportFormat] {
        DatasetFormat.writable.flatMap { format in
            let tasks: [YOLOTask?] = format == .yolo ? YOLOTask.allCases : [nil]
            return tasks.map { ExportFormat(format, $0) }
        }
    }

    init(_ format: DatasetFormat, _ task: YOLOTask?) {
        let can = format.capabilities(task ?? .detect)
        self.format = format.rawValue
        yoloTask = task
        shapes = Dictionary(uniqueKeysWithValues: Geometry.Kind.allCases.map { ($0.rawValue, can.fate(of: $0).word) })
        attributes = can.attributes.word
        confidence = can.confidence
        splits = can.splits
        severalClasses = can.severalClasses
        emptyImages = can.emptyImages
        needsPictures = can.needsPictures
    }
}
