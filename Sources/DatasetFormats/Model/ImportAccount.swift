/// One thing that was not as it should be: which file, where in it, and what.
public struct ReportRow: Sendable, Equatable {
    public var file: String
    public var row: String?
    public var reason: String

    public init(file: String, row: String? = nil, reason: String) {
        self.file = file
        self.row = row
        self.reason = reason
    }
}

/// Keeps the books of a reading or a writing: nothing that a file holds vanishes without a row. Rows are counted without
/// end and kept up to a limit, so that a file of a million faults costs no more than one of a thousand.
public struct ImportAccount: Sendable {
    public static let keptRows = 1000

    public private(set) var images = 0
    public private(set) var annotations = 0
    /// Annotations and images that were not taken.
    public private(set) var skipped = 0
    /// Boxes that were cut at the image's edge.
    public private(set) var clipped = 0
    public private(set) var problems: [ReportRow] = []
    public private(set) var problemsTotal = 0

    public init() {}

    public mutating func took(_ image: DatasetImage) {
        images += 1
        annotations += image.annotations.count
    }

    /// Something was not taken.
    public mutating func skip(_ file: String, _ row: String? = nil, _ reason: String, count: Int = 1) {
        skipped += count
        note(file, row, reason)
    }

    /// Things that went with one that a row names already.
    public mutating func skipped(along count: Int) { skipped += count }

    /// Something was cut at the edge of its image.
    public mutating func clip(_ file: String, _ row: String? = nil, _ reason: String) {
        clipped += 1
        note(file, row, reason)
    }

    /// Something was taken, but the reader should know.
    public mutating func note(_ file: String, _ row: String? = nil, _ reason: String) {
        problemsTotal += 1
        if problems.count < Self.keptRows { problems.append(ReportRow(file: file, row: row, reason: reason)) }
    }

    public mutating func add(_ other: ImportAccount) {
        images += other.images
        annotations += other.annotations
        skipped += other.skipped
        clipped += other.clipped
        problemsTotal += other.problemsTotal
        problems.append(contentsOf: other.problems.prefix(Self.keptRows - problems.count))
    }
}
