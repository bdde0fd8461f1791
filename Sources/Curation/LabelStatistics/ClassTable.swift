import Library

/// The balance of labels as a table.
enum ClassTable {
    static func csv(_ statistics: LabelStatistics) -> String {
        let splits = Split.allCases.map(\.rawValue)
        let header = ["label", "objects", "images", "share"] + splits.flatMap { ["\($0)_objects", "\($0)_images"] }
        let rows = statistics.labels.map { label -> [String] in
            let parts = splits.flatMap { split -> [String] in
                let part = label.bySplit[split] ?? LabelBalance.InSplit()
                return ["\(part.objects)", "\(part.images)"]
            }
            return [label.name, "\(label.objects)", "\(label.images)", "\(label.share)"] + parts
        }
        return SpreadsheetText.table([header] + rows)
    }
}
