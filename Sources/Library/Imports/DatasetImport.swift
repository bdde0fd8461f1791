import Core
import Database
import DatasetFormats
import ObjectStorage

/// Brings a dataset into a project, for the command line and for import jobs alike. Pictures go the way of every upload;
/// what belongs to one portion of images is one transaction, so that an import that is killed leaves whole images and can be
/// run again: what is there already is not added twice.
public struct DatasetImport: Sendable {
    let database: Database
    let intake: ImageIntake
    let clock: WallClock
    /// Reads datasets and pictures.
    let executor: BlockingExecutor

    /// Decodes annotations that are pictures; nil: such are rows of the report.
    let labelMaps: LabelMapDecoder?

    /// Pictures on their way to the store at once.
    static let inFlight = 4

    public init(
        database: Database, intake: ImageIntake, labelMaps: LabelMapDecoder? = nil, clock: WallClock = .system,
        executor: BlockingExecutor = BlockingExecutor(name: "imports", threads: 4, queueLimit: 256)
    ) {
        self.database = database
        self.intake = intake
        self.labelMaps = labelMaps
        self.clock = clock
        self.executor = executor
    }

    /// - Parameters:
    ///   - project: the project's id, asked for once the first images are known.
    ///   - progress: called after each portion with how many images are through.
    public func run(
        _ request: ImportRequest, by userID: ID?, project: @Sendable (ImportPreview) async throws -> ID,
        progress: @Sendable (Int) throws -> Void = { _ in }
    ) async throws -> ImportReport {
        let reading = try await ImportReading.open(request, labelMaps, executor)
        var left = request.limit ?? .max
        var images = try await reading.next(atMost: left)
        let projectID = try await project(ImportPreview(format: reading.format, images: images))
        var account = ImportAccount()
        var total = ImportPortion.Outcome()
        var done = 0
        while !images.isEmpty {
            try Task.checkCancellation()
            let portion = try await self.portion(images, &account)
            let classes = reading.classes.map(ImportPortion.labelName)
            let outcome = try await write(portion, projectID, userID, classes, reading.skeletons)
            total.images += outcome.images
            total.duplicates += outcome.duplicates
            total.annotations += outcome.annotations
            done += images.count
            left -= images.count
            try progress(done)
            images = left > 0 ? try await reading.next(atMost: left) : []
        }
        let labels = reading.classes.map(ImportPortion.labelName)
        if done == 0 {
            // A dataset without images may still name its classes.
            let (clock, names, skeletons) = (clock, Self.distinct(labels), reading.skeletons)
            _ = try await database.write { try LabelStore.ensure($0, projectID, names: names, skeletons: skeletons, at: clock.now()) }
        }
        account.add(reading.account)
        return ImportReport(
            format: reading.format, evidence: reading.evidence, labels: Self.distinct(labels), account: account, images: total.images,
            duplicates: total.duplicates, annotations: total.annotations)
    }

    private static func distinct(_ names: [String]) -> [String] {
        var seen: Set<String> = []
        return names.filter { seen.insert($0).inserted }
    }

    private func write(
        _ portion: ImportPortion, _ projectID: ID, _ userID: ID?, _ classes: [String], _ skeletons: [String: Skeleton]
    ) async throws -> ImportPortion.Outcome {
        let (intake, now) = (intake, clock.now())
        let names = Self.distinct(classes + portion.labels)
        return try await database.write { connection in
            try portion.write(connection, intake, projectID: projectID, userID: userID, labelNames: names, skeletons: skeletons, at: now)
        }
    }

    /// Puts the pictures of some images into the store, several at a time, and keeps the order.
    private func portion(_ images: [DatasetImage], _ account: inout ImportAccount) async throws -> ImportPortion {
        let arrivals = try await withThrowingTaskGroup(of: (Int, Result<ArrivedImage, FoveaError>).self) { group in
            var found: [Int: Result<ArrivedImage, FoveaError>] = [:]
            for (index, image) in images.enumerated() {
                guard let file = image.file else { continue }
                if index >= Self.inFlight, let (done, result) = try await group.next() { found[done] = result }
                group.addTask { (index, try await self.store(file, image.name)) }
            }
            for try await (index, result) in group { found[index] = result }
            return found
        }
        var portion = ImportPortion()
        for (index, image) in images.enumerated() {
            switch arrivals[index] {
            case .success(let picture): portion.add(image, picture, &account)
            case .failure(let error): account.skip(image.name, nil, error.message, count: 1 + image.annotations.count)
            case nil:
                // The reader said why the picture is missing; here it is counted what went with it.
                account.skipped(along: 1 + image.annotations.count)
            }
        }
        return portion
    }

    /// What is wrong with the picture comes back; what is wrong with the store is thrown.
    private func store(_ file: String, _ name: String) async throws -> Result<ArrivedImage, FoveaError> {
        let source = PictureSource(file)
        let writer = try await intake.stage()
        do {
            while true {
                let bytes = try await executor.run { try source.next() }
                if bytes.isEmpty { break }
                try await writer.write(bytes)
            }
            let staged = try await writer.finish()
            return .success(try await intake.accept(staged, filename: name))
        } catch let error as FoveaError where [.invalid, .unsupportedType, .tooLarge, .malformed, .notFound].contains(error.kind) {
            await writer.abort()
            return .failure(error)
        }
    }
}

/// What is known of a dataset when its project has to be named.
public struct ImportPreview: Sendable {
    public var format: DatasetFormat
    public var images: [DatasetImage]

    /// What such a dataset teaches: the most telling shape that the first images hold.
    public var taskType: TaskType {
        let kinds = Set(images.lazy.flatMap(\.annotations).map(\.geometry.kind))
        if kinds.contains(.keypoints) { return .pose }
        if kinds.contains(.polygon) || kinds.contains(.mask) { return .segmentation }
        if kinds.contains(.box) || kinds.contains(.rotatedBox) { return .detection }
        let isClasses = format == .folders || format == .multiclassCSV || kinds.contains(.image)
        return isClasses ? .classification : .detection
    }
}

/// A picture's file, opened when first read, on the threads that may block.
private final class PictureSource: Sendable {
    private let path: String
    private let stream = Lock<FileStream?>(nil)

    init(_ path: String) { self.path = path }

    func next() throws -> [UInt8] {
        try stream.withLock { stream in
            let opened = try stream ?? FileStream(path)
            stream = opened
            return opened.read(upTo: 1 << 20)
        }
    }
}
