import Core

/// The tables of Open Images, by their first rows.
struct OpenImagesColumns {
    enum Kind {
        case boxes, labels, masks, images
    }

    /// Columns of marks, and the attributes that they are.
    static let flags: [(column: String, attribute: String)] = [
        ("IsOccluded", "occluded"), ("IsTruncated", "truncated"), ("IsGroupOf", "is_group_of"), ("IsDepiction", "is_depiction"),
        ("IsInside", "is_inside"),
    ]

    let kind: Kind
    let names: [String]

    /// Nil when it is none of them.
    init?(_ first: [String]) {
        names = first
        let has = Set(first)
        guard has.contains("ImageID") else { return nil }
        if has.contains("MaskPath") {
            kind = .masks
        } else if has.isSuperset(of: ["LabelName", "XMin", "XMax", "YMin", "YMax"]) {
            kind = .boxes
        } else if has.isSuperset(of: ["LabelName", "Confidence"]) {
            kind = .labels
        } else if has.contains("Subset") || has.contains("OriginalURL") || has.contains("Rotation") {
            kind = .images
        } else {
            return nil
        }
    }

    init?(path: String) {
        guard let lines = try? LineReader(path), let first = lines.next() else { return nil }
        self.init(CSV.fields(first))
    }

    func value(_ name: String, _ fields: [String]) -> String? { names.firstIndex(of: name).map { fields[$0] } }

    /// `class-descriptions.csv`, `oidv6-class-descriptions.csv`, `class-descriptions-boxable.csv`.
    static func isDescription(_ file: String) -> Bool { file.fileExtension == "csv" && file.lastComponent.contains("class-descriptions") }

    /// The subset that a file's name begins with.
    static func split(_ file: String) -> DatasetSplit? {
        file.lastComponent.split(separator: "-").prefix(2).lazy.compactMap { DatasetSplit(folder: $0) }.first
    }
}
