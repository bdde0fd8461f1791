import Core

/// Writes images one by one in bounded memory. Not for use by two threads at once.
public protocol DatasetWriter: AnyObject {
    /// What was written and what could not be said in this format.
    var account: ImportAccount { get }
    /// - Parameter picture: its bytes, when pictures go along.
    func add(_ image: DatasetImage, picture: PictureBytes?) throws
    /// Keypoints of classes that became known since the writer was made.
    func know(_ skeletons: [String: DatasetSkeleton])
    /// Writes what comes last and finishes the sink.
    func finish() throws
}

extension DatasetWriter {
    public func know(_ skeletons: [String: DatasetSkeleton]) {}
}

/// How to write a dataset.
public struct WriteOptions: Sendable {
    /// In the dataset's order; classes that images bring besides are added at the end.
    public var classes: [String] = []
    /// By class name, for the classes that have keypoints.
    public var skeletons: [String: DatasetSkeleton] = [:]
    /// YOLO: what the label files hold.
    public var yoloTask = YOLOTask.detect
    /// VOC: whether the top-left pixel is 0 or 1.
    public var vocOrigin = 0
    /// For formats with annotations that are pictures.
    public var encodeLabelMap: LabelMapEncoder?

    public init() {}
}

extension DatasetFormat {
    /// A writer of this format. Throws `FoveaError.invalid` for a format that is only read.
    public func writer(_ sink: any DatasetSink, _ options: WriteOptions) throws -> any DatasetWriter {
        switch self {
        case .coco: COCOWriter(sink, options)
        case .yolo where options.yoloTask == .classify: ClassFoldersWriter(sink, options, isForUltralytics: true)
        case .yolo: YOLOWriter(sink, options)
        case .voc: VOCWriter(sink, options)
        case .vocMasks: try VOCMasksWriter(sink, options)
        case .cvat: CVATWriter(sink, options)
        case .labelMe: try LabelMeWriter(sink, options)
        case .labelStudio: LabelStudioWriter(sink, options)
        case .openImages: OpenImagesWriter(sink, options)
        case .csv: CSVWriter(sink, options)
        case .datumaro: DatumaroWriter(sink, options)
        case .folders: ClassFoldersWriter(sink, options)
        case .multiclassCSV: MulticlassCSVWriter(sink, options)
        case .splitFolders:
            throw FoveaError.invalid("format", "must be one of \(Self.writable.map(\.rawValue).joined(separator: ", ")) to be written")
        }
    }
}

/// Class names and their numbers.
struct ClassList {
    private(set) var names: [String] = []
    private var numbers: [String: Int] = [:]

    init(_ names: [String]) { for name in names { _ = number(of: name) } }

    mutating func number(of name: String) -> Int {
        if let number = numbers[name] { return number }
        numbers[name] = names.count
        names.append(name)
        return names.count - 1
    }
}

/// Names of files that are safe, and of which no two differ only by extension or case within one folder.
struct FileNames {
    private var taken: Set<String> = []

    /// - Parameter name: an image's name, maybe with folders, which fall away.
    mutating func unique(_ name: String, in folder: String) -> String {
        let safe = Self.sanitise(name.lastComponent)
        let stem = safe.withoutExtension
        let suffix = safe.dropFirst(stem.count)
        var candidate = stem
        var number = 2
        while !taken.insert("\(folder)/\(candidate.lowercased())").inserted {
            candidate = "\(stem)-\(number)"
            number += 1
        }
        return candidate + suffix
    }

    /// Without separators, control characters, what Windows forbids, and a leading dot; at most 200 bytes.
    static func sanitise(_ name: String) -> String {
        var out = String(
            String.UnicodeScalarView(
                name.unicodeScalars.map { scalar in
                    scalar.value < 0x20 || scalar.value == 0x7F || "/\\:*?\"<>|".unicodeScalars.contains(scalar) ? "_" : scalar
                }))
        if out.isEmpty || out.hasPrefix(".") { out = "image" + out }
        guard out.utf8.count > 200 else { return out }
        let suffix = out.fileExtension.prefix(10)
        var stem = out.withoutExtension
        while stem.utf8.count > 180 { stem.removeLast() }
        return suffix.isEmpty ? stem : "\(stem).\(suffix)"
    }
}
