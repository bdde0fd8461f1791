import Core

/// Finds out what format a folder holds, and says why. Each format looks for what only it has, in a fixed order; where more
/// than one finds something, the first is taken and the others are named, so that nothing is guessed in silence.
public enum FormatDetection {
    public struct Verdict: Sendable, Equatable {
        public var format: DatasetFormat
        /// What was seen, in words.
        public var evidence: String
    }

    /// One format's look at a folder.
    private struct Clue: Sendable {
        var format: DatasetFormat
        /// The file that gives it away, and what was seen; nil when there is nothing.
        var look: @Sendable (DatasetInput) -> (file: String, evidence: String)?
        /// Formats of whose datasets this is a part: beside them it says nothing.
        var belongsTo: Set<DatasetFormat> = []
    }

    private static let clues: [Clue] = [
        Clue(format: .datumaro) { input in
            first(input, ["json"], DatumaroReader.matches).map { ($0, "\($0) is a JSON object with categories and items") }
        },
        Clue(format: .coco) { input in
            first(input, ["json"], looksLikeCOCO).map { ($0, "\($0) is a JSON object with images, annotations or categories") }
        },
        Clue(format: .coco) { input in
            first(input, ["json"], looksLikeCOCOResults).map { ($0, "\($0) is a list of results with image_id and category_id") }
        },
        Clue(format: .labelMe) { input in
            let count = input.tree.files.count { $0.fileExtension == "json" }
            return first(input, ["json"], looksLikeLabelMe).map {
                ($0, "\($0) is a JSON object with shapes and imagePath; there are \(count) JSON files")
            }
        },
        Clue(format: .labelStudio) { input in
            first(input, ["json"], LabelStudioReader.matches).map { ($0, "\($0) is a list of tasks with data and annotations") }
        },
        Clue(format: .cvat) { input in first(input, ["xml"], looksLikeCVAT).map { ($0, "\($0) begins with <annotations>") } },
        Clue(format: .voc) { input in
            let count = input.tree.files.count { $0.fileExtension == "xml" }
            return first(input, ["xml"], looksLikeVOC).map { ($0, "\($0) begins with <annotation>; there are \(count) XML files") }
        },
        Clue(
            format: .vocMasks,
            look: { input in
                input.tree.files.first { $0.fileExtension == "png" && LabelMapFolders.hold($0) }
                    .map { ($0, "there is \($0), and no annotation in XML") }
            }, belongsTo: [.voc]),
        Clue(format: .yolo) { input in first(input, ["yaml", "yml"], looksLikeYOLO).map { ($0, "\($0) names classes or splits") } },
        Clue(format: .openImages) { input in
            let kinds: Set<OpenImagesColumns.Kind> = [.boxes, .labels, .masks]
            return first(input, ["csv"]) { path in OpenImagesColumns(path: path).map { kinds.contains($0.kind) } ?? false }
                .map { ($0, "\($0) has the columns ImageID and LabelName") }
        },
        Clue(format: .multiclassCSV) { input in named(input, ["_classes.csv"]).map { ($0, "there is \($0)") } },
        Clue(format: .csv) { input in
            for file in input.tree.files where CSVReader.isTable(file) && !OpenImagesColumns.isDescription(file) {
                let path = input.tree.path(of: file)
                if OpenImagesColumns(path: path) == nil, let table = CSVTable(path) { return (file, "\(file) is a table: \(table.columns.findings)") }
            }
            return nil
        },
        Clue(format: .splitFolders) { input in named(input, ["_classes.txt"]).map { ($0, "there is \($0)") } },
        Clue(
            format: .yolo,
            look: { input in
                input.pictures.paths.prefix(50).lazy.compactMap { YOLOQuirks.labelPaths(of: $0).first(where: input.tree.contains) }.first
                    .map { ($0, "there are label files beside pictures (\($0))") }
            }, belongsTo: [.splitFolders]),
    ]

    /// Throws `FoveaError.invalid`, naming what was seen, when it is none of the known formats.
    public static func detect(_ input: DatasetInput) throws -> Verdict {
        let found = clues.compactMap { clue in clue.look(input).map { (clue: clue, file: $0.file, evidence: $0.evidence) } }
        if let first = found.first {
            var named: Set<DatasetFormat> = [first.clue.format]
            let others = found.dropFirst().filter { other in
                other.file != first.file && !other.clue.belongsTo.contains(first.clue.format) && named.insert(other.clue.format).inserted
            }
            guard !others.isEmpty else { return Verdict(format: first.clue.format, evidence: first.evidence) }
            let list = others.map { "\($0.clue.format.rawValue): \($0.evidence)" }.joined(separator: "; ")
            return Verdict(
                format: first.clue.format,
                evidence: "\(first.evidence). Not read, because only one format is: \(list). Name the format to read another")
        }
        let pictures = input.pictures.paths.count
        if pictures > 0 { return Verdict(format: .folders, evidence: "there are \(pictures) pictures and no annotation files") }
        let tree = input.tree
        let kinds = Dictionary(grouping: tree.files, by: \.fileExtension).mapValues(\.count).sorted { $0.value > $1.value }.prefix(5)
        let seen = kinds.map { "\($0.value) of .\($0.key)" }.joined(separator: ", ")
        throw FoveaError(
            .invalid,
            "The format was not recognised (\(tree.files.isEmpty ? "no files" : seen)). Name it with --format: \(DatasetFormat.allCases.map(\.rawValue).joined(separator: ", "))."
        )
    }

    private static func first(_ input: DatasetInput, _ extensions: Set<String>, _ matches: (String) -> Bool) -> String? {
        input.tree.files.first { extensions.contains($0.fileExtension) && matches(input.tree.path(of: $0)) }
    }

    private static func named(_ input: DatasetInput, _ names: Set<String>) -> String? { input.tree.files.first { names.contains($0.lastComponent) } }

    static func head(_ path: String, _ count: Int) -> String {
        guard let stream = try? FileStream(path) else { return "" }
        return String(decoding: stream.read(upTo: count), as: UTF8.self)
    }

    /// Some tools write the annotations first, so one known section is enough, when what follows it is a list.
    static func looksLikeCOCO(_ path: String) -> Bool {
        let text = head(path, 64 << 10).filter { !$0.isWhitespace && $0 != "\u{FEFF}" }
        guard text.hasPrefix("{") else { return false }
        let lists = ["\"images\":[", "\"annotations\":[", "\"categories\":["]
        return lists.contains { text.contains($0) }
            && !(text.contains("\"caption\":") && !text.contains("\"bbox\":")) && !DatumaroReader.matches(path)
    }

    /// A list whose first elements name images and categories by their ids.
    static func looksLikeCOCOResults(_ path: String) -> Bool {
        let text = head(path, 64 << 10).filter { !$0.isWhitespace && $0 != "\u{FEFF}" }
        return text.hasPrefix("[{") && text.contains("\"image_id\":") && text.contains("\"category_id\":")
    }

    /// LabelMe writes its shapes before the picture's bytes, other tools maybe behind them.
    static func looksLikeLabelMe(_ path: String) -> Bool {
        let text = head(path, 64 << 10).filter { !$0.isWhitespace && $0 != "\u{FEFF}" }
        guard text.hasPrefix("{") else { return false }
        return text.contains("\"shapes\":[") || (text.contains("\"imageData\":") && text.contains("\"imagePath\":"))
    }

    private static func looksLikeVOC(_ path: String) -> Bool {
        let text = head(path, 4096)
        return text.contains("<annotation") && !text.contains("<annotations")
    }

    private static func looksLikeCVAT(_ path: String) -> Bool { head(path, 4096).contains("<annotations") }

    private static func looksLikeYOLO(_ path: String) -> Bool {
        guard let bytes = try? FileStream.contents(of: path, limit: 16 << 20), let yaml = try? YAML.parse(bytes) else { return false }
        return YOLOData(yaml) != nil
    }
}

extension DatasetFormat {
    /// A reader of this format.
    public func reader(_ input: DatasetInput) throws -> any DatasetReader {
        switch self {
        case .coco: try COCOReader(input)
        case .yolo where YOLOClassification.matches(input): try ClassFoldersReader(input)
        case .yolo: try YOLOReader(input)
        case .voc: try VOCReader(input)
        case .vocMasks: try VOCMasksReader(input)
        case .cvat: try CVATReader(input)
        case .labelMe: try LabelMeReader(input)
        case .labelStudio: try LabelStudioReader(input)
        case .openImages: try OpenImagesReader(input)
        case .csv: try CSVReader(input)
        case .datumaro: try DatumaroReader(input)
        case .folders: try ClassFoldersReader(input)
        case .multiclassCSV: try MulticlassCSVReader(input)
        case .splitFolders: try SplitFoldersReader(input)
        }
    }
}
