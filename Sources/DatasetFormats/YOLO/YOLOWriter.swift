import Core
import Geometry

/// Writes Ultralytics' layout: `images/<split>/`, `labels/<split>/` and `data.yaml`, boxes or polygons. Nine decimals, so that
/// the way there and back moves nothing by a thousandth of a pixel. Images without a split go to `train`.
final class YOLOWriter: DatasetWriter {
    private(set) var account = ImportAccount()
    private let sink: any DatasetSink
    private let segmentation: Bool
    private var classes: ClassList
    private var names = FileNames()
    private var splits: Set<DatasetSplit> = []

    init(_ sink: any DatasetSink, _ options: WriteOptions) {
        self.sink = sink
        segmentation = options.segmentation
        classes = ClassList(options.classes)
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
        try sink.write("labels/\(split.rawValue)/\(name.withoutExtension).txt", text)
        if let picture { try sink.write("images/\(split.rawValue)/\(name)", size: picture.size, next: picture.next) }
        account.took(image)
    }

    private func line(_ annotation: DatasetAnnotation, _ size: PixelSize, _ name: String, _ text: inout [UInt8]) {
        let number = classes.number(of: annotation.label)
        if segmentation, let ring = Self.ring(annotation.geometry) {
            text.append(contentsOf: "\(number)".utf8)
            for point in ring {
                fraction(point.x, size.width, &text)
                fraction(point.y, size.height, &text)
            }
        } else if let box = annotation.boundingBox, !box.isDegenerate {
            text.append(contentsOf: "\(number)".utf8)
            fraction(box.x + box.width / 2, size.width, &text)
            fraction(box.y + box.height / 2, size.height, &text)
            fraction(box.width, size.width, &text)
            fraction(box.height, size.height, &text)
        } else {
            account.skip(name, nil, "\(annotation.label): \(annotation.geometry.kind.rawValue) has no place in a YOLO label file")
            return
        }
        text.append(10)
    }

    private func fraction(_ value: Double, _ side: Int, _ text: inout [UInt8]) {
        text.append(32)
        // A turned box's corner may lie outside.
        Numbers.append(min(max(value / Double(side), 0), 1), decimals: 9, to: &text)
    }

    /// One ring for each shape that has an area. Of a mask of several parts, all are joined.
    static func ring(_ geometry: Geometry) -> [Point]? {
        switch geometry {
        case .polygon(let polygon): return polygon.seamed
        case .rotatedBox(let box): return box.corners
        case .box(let box): return box.corners
        case .mask(let mask):
            guard let runs = try? RunLengths(mask) else { return nil }
            return Polygon.joining(runs.polygons.map(\.seamed))?.points
        case .polyline, .keypoints, .image: return nil
        }
    }

    func finish() throws {
        var text = "# Paths are relative to this file.\n"
        // Without a validation split, training needs one all the same; it is then told so here.
        if !splits.contains(.val) { text += "# There is no validation split: val repeats train.\n" }
        text += "train: images/train\nval: images/\(splits.contains(.val) || splits.isEmpty ? "val" : splits.contains(.train) ? "train" : "test")\n"
        if splits.contains(.test) { text += "test: images/test\n" }
        text += "nc: \(classes.names.count)\nnames:\n"
        for (number, name) in classes.names.enumerated() { text += "  \(number): \(JSON.string(name).text)\n" }
        try sink.write("data.yaml", Array(text.utf8))
        try sink.finish()
    }
}
