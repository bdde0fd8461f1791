import Core

extension AgreementReport {
    /// One table of the report, RFC 4180 with a head. Numbers have a point; what is not defined is empty.
    func csv(_ part: AgreementPart) -> String {
        let rows: [[String]] =
            switch part {
            case .images:
                [["image_id", "consensus_id", "filename", "people", "agreement", "mean_iou", "hits", "misses", "merged_at"]]
                    + perImage.map {
                        [
                            $0.imageID.description, $0.consensusID.description, $0.filename, "\($0.people)", "\($0.agreement)",
                            text($0.meanIoU), "\($0.hits)", "\($0.misses)", $0.mergedAt?.description ?? "",
                        ]
                    }
            case .pairs:
                [["left", "right", "images", "hits", "left_only", "right_only", "precision", "recall", "f1", "mean_iou", "kappa", "class_accuracy"]]
                    + pairs.map {
                        [$0.left, $0.right, "\($0.images)", "\($0.hits)", "\($0.leftOnly)", "\($0.rightOnly)"]
                            + [$0.precision, $0.recall, $0.f1, $0.meanIoU, $0.kappa, $0.classAccuracy].map(text)
                    }
            case .people:
                [["username", "images", "precision", "recall", "f1", "mean_iou"]]
                    + people.map { [$0.username, "\($0.images)"] + [$0.precision, $0.recall, $0.f1, $0.meanIoU].map(text) }
            case .labels:
                [["label", "hits", "misses", "f1", "mean_iou"]]
                    + labels.map { [$0.name, "\($0.hits)", "\($0.misses)"] + [$0.f1, $0.meanIoU].map(text) }
            }
        return SpreadsheetText.table(rows)
    }

    private func text(_ number: Double?) -> String { number.map { "\($0)" } ?? "" }
}
