import Core
import Geometry

/// Writes Ultralytics' layout: `images/<split>/`, `labels/<split>/` and `data.yaml`. Nine decimals, so that the way there and
/// back moves nothing by a thousandth of a pixel. Images without a split go to `train`.
final class YOLOWriter: DatasetWriter {
    private(set) var account = ImportAccount()
    private let sink: any DatasetSink
    private let task: YOLOTask
    private let skeletons: [String: DatasetSkeleton]
    private var classes: ClassList
    private var names = FileNames()
    private var splits: Set<DatasetSplit> = []
    /// Every line of a pose dataset has as many keypoints, and how many is known last.
    private let pending: YOLOPendingLabels?
    private var keypoints = 0

    init(_ sink: any DatasetSink, _ options: WriteOptions) {
        self.sink = sink
        task = options.yoloTask
        skeletons = options.skeletons
        classes = ClassList(options.classes)
        pending = options.yoloTask == .pose ? YOLOPendingLabels() : nil
        keypoints = options.skeletons.values.map(\.keypoints.count).max() ?? 0
    }

    func add(_ image: DatasetImage, picture: PictureBytes?) throws {
        guard let size = image.size, size.width > 0, size.height > 0 else {
            account.skip(image.name, nil, "its size is not known, and YOLO writes fractions of it", count: 1 + image.annotations.count)
            return
        }
        let split = image.split ?? .train
        splits.insert(split)
        let name = names.unique(image.name, in: split.rawValue)
        var text: [UInt8] = []
        text.reserveCapacity(image.annotations.count * 48)
        for annotation in image.annotations { line(annotation, size, image.name, &text) }
        let path = "labels/\(split.rawValue)/\(name.withoutExtension).txt"
        if let pending { try pending.add(path, text) } else { try sink.write(path, text) }
        if let picture { try sink.write("images/\(split.rawValue)/\(name)", size: picture.size, next: picture.next) }
        account.took(image)
    }

    private func line(_ annotation: DatasetAnnotation, _ size: PixelSize, _ name: String, _ text: inout [UInt8]) {
        guard let shape = YOLOShapeText(annotation, size, task) else {
            account.skip(name, nil, "\(annotation.label): \(annotation.geometry.kind.rawValue) has no place in a YOLO label file")
            return
        }
        if let note = shape.note { account.note(name, nil, "\(annotation.label): \(note)") }
        if task == .pose { keypoints = max(keypoints, (shape.numbers.count - 4) / 3) }
        text.append(contentsOf: "\(classes.number(of: annotation.label))".utf8)
        for number in shape.numbers {
            text.append(32)
            Numbers.append(number, decimals: 9, to: &text)
        }
        text.append(10)
    }

    func finish() throws {
        try pending?.write(to: sink, numbers: 4 + max(1, keypoints) * 3)
        try sink.write("data.yaml", Array((head + body).utf8))
        try sink.finish()
    }

    /// Training asks for both splits: one that is missing repeats another, and the file says so.
    private var head: String {
        let train: DatasetSplit = splits.contains(.train) || splits.isEmpty ? .train : splits.contains(.val) ? .val : .test
        let val: DatasetSplit = splits.contains(.val) ? .val : splits.contains(.train) || splits.isEmpty ? .train : .test
        var text = "# Paths are relative to this file.\n"
        if train != .train { text += "# There is no training split: train repeats \(train).\n" }
        if val != .val { text += "# There is no validation split: val repeats \(val).\n" }
        text += "task: \(task.rawValue)\ntrain: images/\(train)\nval: images/\(val)\n"
        return splits.contains(.test) ? text + "test: images/test\n" : text
    }

    private var body: String {
        var text = "nc: \(classes.names.count)\nnames:\n"
        for (number, name) in classes.names.enumerated() { text += "  \(number): \(JSON.string(name).text)\n" }
        guard task == .pose else { return text }
        text += "kpt_shape: [\(max(1, keypoints)), 3]\n"
        let named = classes.names.enumerated().filter { skeletons[$1]?.keypoints.isEmpty == false }
        guard !named.isEmpty else { return text }
        text += "kpt_names:\n"
        for (number, name) in named {
            text += "  \(number): \(JSON.array(keypointNames(name).map { .string($0) }).text)\n"
        }
        // One order of mirroring holds for all classes.
        let orders = Set(named.map { YOLOKeypoints.mirrored(keypointNames($1)) })
        if orders.count == 1, let order = orders.first ?? nil { text += "flip_idx: \(JSON.array(order.map { .int(Int64($0)) }).text)\n" }
        return text
    }

    private func keypointNames(_ label: String) -> [String] {
        let names = skeletons[label]?.keypoints ?? []
        return (0..<max(keypoints, names.count)).map { $0 < names.count ? names[$0] : "\($0 + 1)" }
    }
}
