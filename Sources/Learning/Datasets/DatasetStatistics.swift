import Core
import Geometry
import Glibc
import Library

/// Counted while the manifest is written, and kept with the version.
struct DatasetStatistics: Sendable {
    var images = 0
    var annotations = 0
    var unlabelled = 0
    var bySplit = DatasetSplitCounts()
    var byLabel: [(name: String, counts: DatasetSplitCounts)]
    /// Annotations that have no place in the task's labels, by the kind of their geometry.
    var unusable: [String: Int] = [:]
    var degenerate = 0
    var boxArea = Histogram(from: -5, to: 0, bins: 20)
    var boxAspect = Histogram(from: -3, to: 3, bins: 24)

    init(classNames: [String]) { byLabel = classNames.map { ($0, DatasetSplitCounts()) } }

    mutating func add(_ picture: Manifest.Picture, task: TaskType) {
        images += 1
        bySplit[picture.split] += 1
        if picture.annotations.isEmpty { unlabelled += 1 }
        for (index, json) in picture.annotations {
            annotations += 1
            if byLabel.indices.contains(index) { byLabel[index].counts[picture.split] += 1 }
            guard let geometry = try? Geometry(json: json) else { continue }
            if !task.trains(on: geometry.kind) { unusable[geometry.kind.rawValue, default: 0] += 1 }
            guard let box = geometry.boundingBox else { continue }
            if box.width <= 0 || box.height <= 0 {
                degenerate += 1
                continue
            }
            boxArea.add(log10(box.width * box.height / (Double(picture.width) * Double(picture.height))))
            boxAspect.add(log2(box.width / box.height))
        }
    }
}

extension TaskType {
    /// Whether a shape of this kind says something to a model of this task.
    func trains(on kind: Geometry.Kind) -> Bool {
        switch self {
        case .classification: kind == .image
        case .detection: kind != .image && kind != .polyline
        case .segmentation: kind != .image && kind != .polyline && kind != .keypoints
        case .pose: kind == .keypoints
        }
    }
}

/// `GET /api/datasets/{id}/statistics`.
struct DatasetStatisticsAnswer: WireObject {
    struct LabelRow: WireObject {
        var name: String
        var train: Int
        var val: Int
        var test: Int
        var total: Int { train + val + test }

        static let fields = Fields<Self>(
            "DatasetLabelCount", Field("name", \.name), Field("train", \.train), Field("val", \.val), Field("test", \.test),
            Field("total", \.total))
    }

    var byLabel: [LabelRow]
    var boxArea: Histogram
    var boxAspect: Histogram

    static let fields = Fields<Self>(
        "DatasetStatistics",
        Field("by_label", \.byLabel),
        Field("box_area", \.boxArea, "log10 of the fraction of its image that an object's box covers."),
        Field("box_aspect", \.boxAspect, "log2 of width over height of an object's box."))
}
