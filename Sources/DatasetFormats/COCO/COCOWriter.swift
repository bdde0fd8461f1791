import Core
import Geometry

/// Writes COCO instances as `annotations/instances_<split>.json` and `images/<split>/`; images without a split are in
/// `default`. The sections of a file are made side by side in spill files and joined at the end.
final class COCOWriter: DatasetWriter {
    private(set) var account = ImportAccount()
    private let sink: any DatasetSink
    private var classes: ClassList
    private var names = FileNames()
    private var splits: [String: Sections] = [:]
    private var skeletons: [String: DatasetSkeleton]

    private final class Sections {
        let images = SpillBuffer()
        let annotations = SpillBuffer()
        var imageCount = 0
        var annotationCount = 0
    }

    init(_ sink: any DatasetSink, _ options: WriteOptions) {
        self.sink = sink
        classes = ClassList(options.classes)
        skeletons = options.skeletons
    }

    func know(_ skeletons: [String: DatasetSkeleton]) { self.skeletons.merge(skeletons) { $1 } }

    func add(_ image: DatasetImage, picture: PictureBytes?) throws {
        let split = image.split?.rawValue ?? "default"
        let sections = splits[split] ?? Sections()
        splits[split] = sections
        let name = names.unique(image.name, in: split)
        sections.imageCount += 1
        var writer = JSONWriter(reserving: 256)
        writer.beginObject()
        writer.key("id")
        writer.int(Int64(sections.imageCount))
        writer.key("file_name")
        writer.string(name)
        writer.key("width")
        writer.int(Int64(image.size?.width ?? 0))
        writer.key("height")
        writer.int(Int64(image.size?.height ?? 0))
        writer.endObject()
        try append(writer.bytes, to: sections.images, first: sections.imageCount == 1)
        for annotation in image.annotations { try add(annotation, image, sections) }
        account.took(image)
        if let picture { try sink.write("images/\(split)/\(name)", size: picture.size, next: picture.next) }
    }

    private func append(_ bytes: [UInt8], to spill: SpillBuffer, first: Bool) throws {
        if !first { try spill.append([UInt8(ascii: ","), 10]) }
        try spill.append(bytes)
    }

    private func add(_ annotation: DatasetAnnotation, _ image: DatasetImage, _ sections: Sections) throws {
        guard annotation.geometry != .image else {
            account.skip(image.name, nil, "\(annotation.label): a class of the whole image has no place in COCO instances")
            return
        }
        if case .polyline = annotation.geometry { account.note(image.name, nil, "\(annotation.label): COCO knows no lines; its box was written") }
        let row = COCORowText(
            annotation, image: sections.imageCount, id: sections.annotationCount + 1, category: classes.number(of: annotation.label) + 1)
        guard let bytes = row.bytes else {
            account.skip(image.name, nil, "\(annotation.label): covers nothing")
            return
        }
        sections.annotationCount += 1
        try append(bytes, to: sections.annotations, first: sections.annotationCount == 1)
    }

    func finish() throws {
        if splits.isEmpty { splits["default"] = Sections() }
        for (split, sections) in splits.sorted(by: { $0.key < $1.key }) {
            var pieces = SpilledPieces([
                .bytes(Array("{\"info\":{\"description\":\"\(split)\"},\n\"licenses\":[],\n\"images\":[\n".utf8)), .spill(sections.images),
                .bytes(Array("\n],\n\"annotations\":[\n".utf8)), .spill(sections.annotations),
                .bytes(Array("\n],\n\"categories\":".utf8) + categories() + Array("}\n".utf8)),
            ])
            try sink.write("annotations/instances_\(split).json", size: pieces.total) { try pieces.next() }
        }
        try sink.finish()
    }

    private func categories() -> [UInt8] {
        JSON.array(
            classes.names.enumerated().map { index, name in
                var category = JSONObject([("id", .int(Int64(index + 1))), ("name", .string(name)), ("supercategory", "")])
                if let skeleton = skeletons[name] {
                    category["keypoints"] = .array(skeleton.keypoints.map { .string($0) })
                    // Counted from 1, as COCO's own.
                    category["skeleton"] = .array(skeleton.edges.map { edge in .array(edge.map { .int(Int64($0 + 1)) }) })
                }
                return .object(category)
            }
        ).bytes
    }
}
