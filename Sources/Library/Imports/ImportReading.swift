import Core
import DatasetFormats

/// A dataset that is being read: opened and read on threads of its own, a portion at a time, so that memory stays bounded.
final class ImportReading: Sendable {
    /// Images and annotations of one portion, which becomes one transaction.
    static let portionImages = 64
    static let portionAnnotations = 20_000

    private let dataset: Lock<OpenedDataset>
    private let executor: BlockingExecutor
    private let proceed: @Sendable () throws -> Void
    let format: DatasetFormat
    let evidence: String?

    static func open(_ request: ImportRequest, _ decoder: LabelMapDecoder?, _ executor: BlockingExecutor) async throws -> ImportReading {
        try await executor.run {
            let opened = try OpenedDataset(
                request.path, images: request.images, format: request.format, options: request.readOptions(decoder), temporary: request.temporary,
                proceed: request.proceed)
            return ImportReading(opened, request.proceed, executor)
        }
    }

    private init(_ opened: OpenedDataset, _ proceed: @escaping @Sendable () throws -> Void, _ executor: BlockingExecutor) {
        format = opened.format
        evidence = opened.evidence
        dataset = Lock(opened)
        self.proceed = proceed
        self.executor = executor
    }

    /// The next images; empty at the end.
    func next(atMost limit: Int) async throws -> [DatasetImage] {
        try await executor.run {
            try self.dataset.withLock { dataset in
                var images: [DatasetImage] = []
                var annotations = 0
                while images.count < min(limit, Self.portionImages), annotations < Self.portionAnnotations, let image = try dataset.reader.next() {
                    try self.proceed()
                    images.append(image)
                    annotations += image.annotations.count
                }
                return images
            }
        }
    }

    /// Class names in the dataset's order, as far as they are known.
    var classes: [String] { dataset.withLock { $0.reader.classes } }

    /// By the names of labels, as far as they are known.
    var skeletons: [String: Skeleton] {
        var found: [String: Skeleton] = [:]
        for (name, skeleton) in dataset.withLock({ $0.reader.skeletons }) { found[ImportPortion.labelName(name)] = Skeleton(skeleton) }
        return found
    }

    /// What the reading noted, with what the archive had to refuse.
    var account: ImportAccount {
        dataset.withLock { dataset in
            var account = dataset.reader.account
            for row in dataset.refused { account.skip(row.file, row.row, row.reason) }
            return account
        }
    }
}
