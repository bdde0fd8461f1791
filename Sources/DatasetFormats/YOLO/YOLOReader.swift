import Core
import Geometry

/// Reads YOLO datasets (boxes, polygons, keypoints, oriented boxes): `data.yaml` in its variants, or folders with `classes.txt`.
public final class YOLOReader: DatasetReader {
    public private(set) var classes: [String] = []
    public private(set) var account: ImportAccount
    public private(set) var findings: String?
    public private(set) var skeletons: [String: DatasetSkeleton] = [:]
    private let input: DatasetInput
    private var data = YOLOData()
    private var schema = YOLOSchema()
    private var pictures: [(path: String, split: DatasetSplit?)] = []
    private var index = 0

    public init(_ input: DatasetInput) throws {
        self.input = input
        account = input.openingAccount
        var layout = YOLOLayout(input)
        try layout.find(&account)
        data = layout.data
        pictures = layout.pictures
        for number in data.names.keys.sorted() {
            if let name = data.names[number], !classes.contains(name) { classes.append(name) }
        }
        guard !pictures.isEmpty else {
            throw FoveaError.invalid(
                "path", "holds no pictures; a YOLO dataset cannot be read without them, because its boxes are fractions of their sizes")
        }
        (schema, findings) = YOLOSurvey(input, pictures).verdict(data, told: input.options.yoloTask)
        if schema.task == .pose {
            guard schema.keypoints != nil else { throw FoveaError.invalid("yolo_task", "cannot be pose: data.yaml has no kpt_shape") }
            nameKeypoints()
        }
    }

    private func nameKeypoints() {
        for (number, name) in data.names {
            let count = schema.keypoints?.count ?? 0
            let names = data.keypointNames[number] ?? data.keypointNames[nil] ?? []
            skeletons[name] = DatasetSkeleton(keypoints: (0..<count).map { $0 < names.count ? names[$0] : "\($0 + 1)" })
        }
    }

    public func next() throws -> DatasetImage? {
        while index < pictures.count {
            let (path, split) = pictures[index]
            index += 1
            guard var image = input.plainPicture(path, split: split, &account), let size = image.size else { continue }
            if let labels = YOLOQuirks.labelPaths(of: path).first(where: input.tree.contains) {
                image.annotations = YOLOLabelFile.read(labels, at: input.tree.path(of: labels), size, schema, &account) { data.names[$0] }
            }
            account.took(image)
            return image
        }
        return nil
    }
}

/// What Ultralytics classifies: pictures in folders of classes below folders of splits, and no label files.
enum YOLOClassification {
    static func matches(_ input: DatasetInput) -> Bool {
        if let told = input.options.yoloTask { return told == .classify }
        let described = input.tree.files.contains { ["yaml", "yml"].contains($0.fileExtension) || $0.hasSuffix("classes.txt") }
        guard !described, !input.pictures.isEmpty else { return false }
        return input.pictures.paths.prefix(1000).allSatisfy { path in
            let folders = path.split(separator: "/").dropLast()
            guard let at = folders.firstIndex(where: { DatasetSplit(folder: $0) != nil }), at + 1 < folders.endIndex else { return false }
            return !["images", "labels"].contains(folders[at + 1]) && !YOLOQuirks.labelPaths(of: path).contains(where: input.tree.contains)
        }
    }
}
