import Core

/// A dataset on this machine, a folder, a file or an archive, with the reader for it. An archive lies unpacked in a temporary
/// folder as long as this lives.
public final class OpenedDataset {
    public let reader: any DatasetReader
    public let format: DatasetFormat
    /// How the format was found out, when it was not named, and which variant of it was seen; nil when there is nothing to say.
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
        let verdict = try format == nil ? FormatDetection.detect(input) : nil
        self.format = try format ?? verdict?.format ?? FormatDetection.detect(input).format
        reader = try self.format.reader(input)
        let words = [verdict?.evidence, reader.findings].compactMap { $0 }
        evidence = words.isEmpty ? nil : words.joined(separator: "; ")
    }
}
