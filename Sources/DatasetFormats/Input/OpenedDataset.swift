import Core

/// A dataset on this machine, a folder, a file or an archive, with the reader for it. An archive lies unpacked in a temporary
/// folder as long as this lives.
public final class OpenedDataset {
    public let reader: any DatasetReader
    public let format: DatasetFormat
    /// How the format was found out; nil when it was named.
    public let evidence: String?
    /// What of an archive was not unpacked.
    public let refused: [ReportRow]
    private let unpacked: TemporaryFolder?

    /// - Parameters:
    ///   - images: the folder of the pictures when it is apart.
    ///   - format: nil to find it out.
    ///   - temporary: where archives are unpacked; the system's place when nil.
    ///   - proceed: called again and again while an archive is unpacked; throws when the work is to stop.
    public init(
        _ path: String, images: String? = nil, format: DatasetFormat? = nil, options: ReadOptions = ReadOptions(), temporary: String? = nil,
        limits: ArchiveLimits = ArchiveLimits(), proceed: @escaping () throws -> Void = {}
    ) throws {
        if ArchiveExtractor.isArchive(path) {
            let folder = try TemporaryFolder(in: temporary, prefix: "fovea-import")
            refused = try ArchiveExtractor.extract(path, to: folder.path, limits: limits, proceed: proceed)
            unpacked = folder
        } else {
            refused = []
            unpacked = nil
        }
        let input = try DatasetInput(path: unpacked?.path ?? path, images: images, options: options)
        if let format {
            self.format = format
            evidence = nil
        } else {
            let verdict = try FormatDetection.detect(input)
            self.format = verdict.format
            evidence = verdict.evidence
        }
        reader = try self.format.reader(input)
    }
}
