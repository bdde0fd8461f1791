import Core
import Library

/// As it is stored.
extension DatasetStatistics {
    var json: JSON {
        [
            "images": .int(Int64(images)), "annotations": .int(Int64(annotations)), "unlabelled": .int(Int64(unlabelled)),
            "degenerate": .int(Int64(degenerate)), "by_split": Self.json(bySplit),
            "by_label": .array(byLabel.map { ["name": .string($0.name), "counts": Self.json($0.counts)] }),
            "unusable": .object(JSONObject(unusable.sorted { $0.key < $1.key }.map { ($0.key, .int(Int64($0.value))) })),
            "box_area": .array(boxArea.counts.map { .int(Int64($0)) }), "box_aspect": .array(boxAspect.counts.map { .int(Int64($0)) }),
        ]
    }

    init(json: JSON) {
        func int(_ value: JSON?) -> Int { Int(value?.int ?? 0) }
        self.init(classNames: [])
        images = int(json["images"])
        annotations = int(json["annotations"])
        unlabelled = int(json["unlabelled"])
        degenerate = int(json["degenerate"])
        bySplit = Self.counts(json["by_split"])
        byLabel = (json["by_label"]?.array ?? []).map { ($0["name"]?.string ?? "", Self.counts($0["counts"])) }
        for (key, value) in json["unusable"]?.object?.members ?? [] { unusable[key] = int(value) }
        boxArea.counts = (json["box_area"]?.array ?? []).map { int($0) }
        boxAspect.counts = (json["box_aspect"]?.array ?? []).map { int($0) }
    }

    private static func json(_ counts: DatasetSplitCounts) -> JSON {
        ["train": .int(Int64(counts.train)), "val": .int(Int64(counts.val)), "test": .int(Int64(counts.test))]
    }

    private static func counts(_ json: JSON?) -> DatasetSplitCounts {
        func int(_ name: String) -> Int { Int(json?[name]?.int ?? 0) }
        return DatasetSplitCounts(train: int("train"), val: int("val"), test: int("test"))
    }

    var answer: DatasetStatisticsAnswer {
        DatasetStatisticsAnswer(
            byLabel: byLabel.map { .init(name: $0.name, train: $0.counts.train, val: $0.counts.val, test: $0.counts.test) },
            boxArea: boxArea, boxAspect: boxAspect)
    }
}
