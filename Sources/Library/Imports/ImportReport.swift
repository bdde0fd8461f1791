import Core
import DatasetFormats

/// What an import did and what it could not do: the `result` of an import job and the report of the command line.
public struct ImportReport: WireObject {
    public var format: String
    /// How the format was found out; empty when it was named.
    public var evidence: String
    /// Added to the project.
    public var images: Int
    /// Pictures that the project had already.
    public var duplicates: Int
    /// Added to the project.
    public var annotations: Int
    public var labels: [String]
    /// Annotations and images that were not taken.
    public var skipped: Int
    /// Shapes that were cut at the edge of their image.
    public var clipped: Int
    public var problems: [Problem]
    public var problemsTotal: Int

    public struct Problem: WireObject {
        public var file: String
        public var row: String?
        public var reason: String

        public static let fields = Fields<Self>(
            "ReportRow", Field("file", \.file), Field("row", \.row), Field("reason", \.reason))
    }

    public static let fields = Fields<Self>(
        "ImportReport",
        Field("format", \.format),
        Field("evidence", \.evidence, "How the format was found out."),
        Field("images", \.images, "Added."),
        Field("duplicates", \.duplicates, "Pictures that the project had already."),
        Field("annotations", \.annotations, "Added."),
        Field("labels", \.labels, "Classes that the dataset speaks of."),
        Field("skipped", \.skipped, "Annotations and images that were not taken."),
        Field("clipped", \.clipped, "Shapes that were cut at the edge of their image."),
        Field("problems", \.problems, "The first thousand."),
        Field("problems_total", \.problemsTotal))

    init(format: DatasetFormat, evidence: String?, labels: [String], account: ImportAccount, images: Int, duplicates: Int, annotations: Int) {
        self.format = format.rawValue
        self.evidence = evidence ?? ""
        self.images = images
        self.duplicates = duplicates
        self.annotations = annotations
        self.labels = labels
        skipped = account.skipped
        clipped = account.clipped
        problems = account.problems.map { Problem(file: $0.file, row: $0.row, reason: $0.reason) }
        problemsTotal = account.problemsTotal
    }

    public var json: JSON { (try? JSON.parse(encoded())) ?? .null }
}
