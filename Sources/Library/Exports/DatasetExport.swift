import Core
import DatasetFormats
import ImageCodecs
import ObjectStorage

/// Writes a source in a format, for the command line and the API alike, in bounded memory.
public struct DatasetExport: Sendable {
    let blobs: any BlobStore
    /// Writing blocks: on the disk, or on whoever takes the bytes.
    let executor: BlockingExecutor

    public init(blobs: any BlobStore, executor: BlockingExecutor = BlockingExecutor(name: "exports", threads: 8, queueLimit: 64)) {
        self.blobs = blobs
        self.executor = executor
    }

    /// What of the dataset the format could not hold goes into this file of the archive, when there is anything.
    static let reportFile = "fovea-report.json"

    /// What was written, and what of the dataset the format could not hold.
    public struct Outcome: Sendable {
        public var account: ImportAccount
        public var losses: [Loss]
    }

    /// What the labels of a project of this kind become in YOLO's files, when nobody says otherwise.
    public static func yoloTask(_ taskType: TaskType) -> YOLOTask {
        switch taskType {
        case .classification: .classify
        case .detection: .detect
        case .segmentation: .segment
        case .pose: .pose
        }
    }

    /// Counts what the format cannot hold, without writing anything.
    public static func losses(_ source: ExportSource, as format: DatasetFormat, yoloTask: YOLOTask? = nil) async throws -> LossTally {
        var tally = LossTally(format.capabilities(yoloTask ?? Self.yoloTask(source.taskType)))
        while true {
            try Task.checkCancellation()
            let items = try await source.next()
            if items.isEmpty { return tally }
            for item in items { tally.count(item.image) }
        }
    }

    /// - Parameters:
    ///   - yoloTask: what YOLO's label files are to hold; nil: by the project's task type.
    ///   - sink: made on the threads that write to it.
    ///   - ready: awaited before each image, so that no thread is taken for one that nobody has room for yet.
    ///   - progress: called after each page with how many images are written.
    @discardableResult
    public func run(
        _ source: ExportSource, as format: DatasetFormat, yoloTask: YOLOTask? = nil, pictures: Bool,
        to sink: @escaping @Sendable () throws -> any DatasetSink,
        ready: @Sendable () async throws -> Void = {}, progress: @Sendable (Int) throws -> Void = { _ in }
    ) async throws -> Outcome {
        var options = WriteOptions()
        options.classes = source.classes
        options.skeletons = source.skeletons
        options.encodeLabelMap = { try $0.png() }
        options.yoloTask = yoloTask ?? Self.yoloTask(source.taskType)
        let capabilities = format.capabilities(options.yoloTask)
        try Self.check(capabilities, pictures: pictures)
        var tally = LossTally(capabilities)
        let writing = try await ExportWriting.open(format, options, executor, sink)
        var done = 0
        while true {
            try Task.checkCancellation()
            let items = try await source.next()
            if items.isEmpty { break }
            for item in items {
                try await ready()
                let file = pictures ? try await blobs.localFile(item.digest) : nil
                tally.count(item.image)
                try await writing.add(item.image, file)
            }
            done += items.count
            try progress(done)
        }
        return Outcome(account: try await writing.finish(tally.losses), losses: tally.losses)
    }

    /// Throws when the format holds nothing but pictures and there are to be none.
    static func check(_ capabilities: FormatCapabilities, pictures: Bool) throws {
        guard pictures || !capabilities.needsPictures else {
            throw FoveaError.invalid("images", "must be true for class folders, which hold nothing else")
        }
    }
}

/// A writer and its sink, reached one call at a time on the threads that may block.
private final class ExportWriting: Sendable {
    private struct State {
        let writer: any DatasetWriter
        let sink: any DatasetSink
    }

    private let state: Lock<State>
    private let executor: BlockingExecutor

    static func open(
        _ format: DatasetFormat, _ options: WriteOptions, _ executor: BlockingExecutor, _ sink: @escaping @Sendable () throws -> any DatasetSink
    ) async throws -> ExportWriting {
        try await executor.run {
            let sink = try sink()
            return ExportWriting(State(writer: try format.writer(sink, options), sink: sink), executor)
        }
    }

    private init(_ state: State, _ executor: BlockingExecutor) {
        self.state = Lock(state)
        self.executor = executor
    }

    func add(_ image: DatasetImage, _ file: LocalFile?) async throws {
        try await executor.run {
            try self.state.withLock { state in
                try withExtendedLifetime(file) {
                    try state.writer.add(image, picture: file.map { try PictureBytes(file: $0.path) })
                }
            }
        }
    }

    func finish(_ losses: [Loss]) async throws -> ImportAccount {
        try await executor.run {
            try self.state.withLock { state in
                let account = state.writer.account
                if account.problemsTotal > 0 || !losses.isEmpty { try state.sink.write(DatasetExport.reportFile, Self.report(account, losses)) }
                try state.writer.finish()
                return state.writer.account
            }
        }
    }

    private static func report(_ account: ImportAccount, _ losses: [Loss]) -> [UInt8] {
        let rows = account.problems.map { row -> JSON in
            ["file": .string(row.file), "row": row.row.map { .string($0) } ?? .null, "reason": .string(row.reason)]
        }
        let report: JSON = [
            "exported_images": .int(Int64(account.images)), "skipped": .int(Int64(account.skipped)), "problems": .array(rows),
            "problems_total": .int(Int64(account.problemsTotal)), "losses": .array(losses.map(\.json)),
        ]
        return report.bytes + [10]
    }
}
