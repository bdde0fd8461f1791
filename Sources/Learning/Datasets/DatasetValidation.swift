import Core
import Library

/// `GET /api/datasets/{id}/validate`: whether a model can be trained on it, and what is likely to hurt.
public struct DatasetValidation: WireObject {
    public var ok: Bool
    public var errors: [String]
    public var warnings: [String]

    public static let fields = Fields<Self>("DatasetValidation", Field("ok", \.ok), Field("errors", \.errors), Field("warnings", \.warnings))

    init(_ statistics: DatasetStatistics, task: TaskType) {
        var errors: [String] = []
        var warnings: [String] = []
        let usable = statistics.annotations - statistics.unusable.values.reduce(0, +)
        if statistics.images == 0 {
            errors.append("It has no images.")
        } else if statistics.bySplit.train == 0 {
            errors.append("It has no training images: put some into the train split.")
        }
        if statistics.byLabel.isEmpty { errors.append("The project has no labels.") }
        if statistics.images > 0 && usable == 0 { errors.append("No image has an annotation that a model of this task can learn from.") }

        for label in statistics.byLabel where label.counts.train == 0 {
            warnings.append("\"\(label.name)\" has no annotation in the training images: a model cannot learn it.")
        }
        for label in statistics.byLabel where (1..<10).contains(label.counts.train) {
            warnings.append("\"\(label.name)\" has only \(label.counts.train) annotations in the training images.")
        }
        if statistics.images > 0 && statistics.bySplit.val == 0 {
            warnings.append("It has no validation images: the training images would be used, and the figures would flatter.")
        }
        for (kind, count) in statistics.unusable.sorted(by: { $0.key < $1.key }) {
            warnings.append("\(count) annotations of type \(kind) are left out: this task does not use them.")
        }
        if statistics.degenerate > 0 { warnings.append("\(statistics.degenerate) annotations have no area and are left out.") }
        if statistics.unlabelled * 2 > statistics.images {
            warnings.append("\(statistics.unlabelled) of \(statistics.images) images have no annotation.")
        }
        ok = errors.isEmpty
        self.errors = errors
        self.warnings = warnings
    }
}
