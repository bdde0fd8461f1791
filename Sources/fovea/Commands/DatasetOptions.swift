import Core
import Database
import DatasetFormats
import Events
import Identity
import ImageCodecs
import JobQueue
import Library
import Pixels

/// What `import`, `export` and `convert` share.
extension Invocation {
    /// A format by its name; nil for `auto` or none.
    func format(_ option: String, of formats: [DatasetFormat] = DatasetFormat.allCases) throws -> DatasetFormat? {
        let names = formats.map(\.rawValue)
        guard let name = try choice(option, of: ["auto"] + names), name != "auto" else { return nil }
        return DatasetFormat(rawValue: name)
    }

    func yoloTask(_ option: String = "yolo-task") throws -> YOLOTask? {
        try choice(option, of: YOLOTask.allCases.map(\.rawValue)).flatMap(YOLOTask.init(rawValue:))
    }
}

/// Commands read what their user names, so pictures that are annotations are decoded in their own process.
enum LabelMapCodec {
    static let decode: LabelMapDecoder = { try LabelMap.decode($0) }
    static let encode: LabelMapEncoder = { try $0.png() }
}

extension Foundations {
    /// The accounts, for commands that act in somebody's name.
    func accounts() -> Accounts {
        Identity(database: database, options: .init(secret: settings.secret), projectOf: [:]).accounts
    }

    /// The way of pictures into projects. What is left to do for each is a job, which a running `serve` or `worker` takes.
    func intake() throws -> ImageIntake {
        let configuration = settings.configuration
        let limits = ImageLimits(
            bytes: try configuration.int(.maxImage, in: 1...(1 << 40)), pixels: try configuration.int(.maxPixels, in: 1...(1 << 40)))
        return ImageIntake(database: database, blobs: blobs, jobs: JobQueue(Events(database, logger: logger)), limits: limits)
    }
}

/// The first problems of a report, as people read them.
enum ProblemLines {
    /// What the format written could not hold.
    static func losses(_ losses: [Loss]) -> String {
        losses.isEmpty ? "" : "\nWhat the format cannot hold:\n" + losses.map { "  \($0.text)" }.joined(separator: "\n")
    }

    static func text(_ rows: [(file: String, row: String?, reason: String)], total: Int) -> String {
        guard total > 0 else { return "" }
        let shown = rows.prefix(20).map { row in "  \(row.file)\(row.row.map { ", \($0)" } ?? ""): \(row.reason)" }
        let rest = total - shown.count
        return "\n\(total) \(total == 1 ? "problem" : "problems"):\n" + shown.joined(separator: "\n")
            + (rest > 0 ? "\n  and \(rest) more (--json shows the first \(ImportAccount.keptRows))" : "")
    }
}
