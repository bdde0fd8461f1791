import Core

/// Guesses what format a folder holds, and says why.
public enum FormatDetection {
    public struct Verdict: Sendable, Equatable {
        public var format: DatasetFormat
        /// What was seen, in words.
        public var evidence: String
    }

    /// Throws `FoveaError.invalid`, naming what was seen, when it is none of the known formats.
    public static func detect(_ input: DatasetInput) throws -> Verdict {
        let tree = input.tree
        let pictures = input.pictures.paths.count
        if let file = tree.files.first(where: { $0.fileExtension == "json" && looksLikeCOCO(tree.path(of: $0)) }) {
            return Verdict(format: .coco, evidence: "\(file) is a JSON object with images, annotations or categories")
        }
        if let file = tree.files.first(where: { $0.fileExtension == "json" && looksLikeCOCOResults(tree.path(of: $0)) }) {
            return Verdict(format: .coco, evidence: "\(file) is a list of results with image_id and category_id")
        }
        if let file = tree.files.first(where: { $0.fileExtension == "json" && looksLikeLabelMe(tree.path(of: $0)) }) {
            let count = tree.files.count { $0.fileExtension == "json" }
            return Verdict(format: .labelMe, evidence: "\(file) is a JSON object with shapes and imagePath; there are \(count) JSON files")
        }
        if let file = tree.files.first(where: { $0.fileExtension == "xml" && looksLikeCVAT(tree.path(of: $0)) }) {
            return Verdict(format: .cvat, evidence: "\(file) begins with <annotations>")
        }
        if let file = tree.files.first(where: { $0.fileExtension == "xml" && looksLikeVOC(tree.path(of: $0)) }) {
            let count = tree.files.count { $0.fileExtension == "xml" }
            return Verdict(format: .voc, evidence: "\(file) begins with <annotation>; there are \(count) XML files")
        }
        if let file = tree.files.first(where: { $0.fileExtension == "png" && LabelMapFolders.hold($0) }) {
            return Verdict(format: .vocMasks, evidence: "there is \(file), and no annotation in XML")
        }
        if let file = tree.files.first(where: { ["yaml", "yml"].contains($0.fileExtension) && looksLikeYOLO(tree.path(of: $0)) }) {
            return Verdict(format: .yolo, evidence: "\(file) names classes or splits")
        }
        if let file = tree.files.first(where: { $0.lastComponent == "_classes.csv" }) {
            return Verdict(format: .multiclassCSV, evidence: "there is \(file)")
        }
        if let file = tree.files.first(where: { $0.lastComponent == "_classes.txt" }) {
            return Verdict(format: .splitFolders, evidence: "there is \(file)")
        }
        if let labels = input.pictures.paths.prefix(50).lazy.compactMap({ YOLOQuirks.labelPaths(of: $0).first(where: tree.contains) }).first {
            return Verdict(format: .yolo, evidence: "there are label files beside pictures (\(labels))")
        }
        if pictures > 0 {
            return Verdict(format: .folders, evidence: "there are \(pictures) pictures and no annotation files")
        }
        let kinds = Dictionary(grouping: tree.files, by: \.fileExtension).mapValues(\.count).sorted { $0.value > $1.value }.prefix(5)
        let seen = kinds.map { "\($0.value) of .\($0.key)" }.joined(separator: ", ")
        throw FoveaError(
            .invalid,
            "The format was not recognised (\(tree.files.isEmpty ? "no files" : seen)). Name it with --format: \(DatasetFormat.allCases.map(\.rawValue).joined(separator: ", "))."
        )
    }

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
            && !(text.contains("\"caption\":") && !text.contains("\"bbox\":"))
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

    private static func looksLikeVOC(_ path: String) -> Bool { head(path, 4096).contains("<annotation") }

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
        case .yolo: try YOLOReader(input)
        case .voc: try VOCReader(input)
        case .vocMasks: try VOCMasksReader(input)
        case .cvat: try CVATReader(input)
        case .labelMe: try LabelMeReader(input)
        case .folders: try ClassFoldersReader(input)
        case .multiclassCSV: try MulticlassCSVReader(input)
        case .splitFolders: try SplitFoldersReader(input)
        }
    }
}
