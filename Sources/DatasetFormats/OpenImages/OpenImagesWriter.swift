import Core
import Geometry

/// Writes the tables of Open Images as Datumaro and others read them: `annotations/<subset>-annotations-bbox.csv`,
/// `<subset>-annotations-human-imagelabels.csv`, `image_ids_and_rotation.csv`, `oidv6-class-descriptions.csv`, and
/// `images/<subset>/`. Classes are called by their names, as they have no number in Open Images.
final class OpenImagesWriter: DatasetWriter {
    private(set) var account = ImportAccount()
    private let sink: any DatasetSink
    private var classes: ClassList
    private var names = FileNames()
    private let images = SpillBuffer()
    private var boxes: [String: SpillBuffer] = [:]
    private var labels: [String: SpillBuffer] = [:]

    init(_ sink: any DatasetSink, _ options: WriteOptions) {
        self.sink = sink
        classes = ClassList(options.classes)
    }

    func add(_ image: DatasetImage, picture: PictureBytes?) throws {
        let subset = image.split.map { $0 == .val ? "validation" : $0.rawValue } ?? "default"
        // An id is the name without its extension, and names an image in all subsets.
        let name = names.unique(image.name, in: "")
        let id = name.withoutExtension
        try images.append(Self.row([id, subset, "", "", "", "", "", "", "", "", "", "0"]))
        for annotation in image.annotations { try add(annotation, id, subset, image) }
        if let picture { try sink.write("images/\(subset)/\(name)", size: picture.size, next: picture.next) }
        account.took(image)
    }

    private func add(_ annotation: DatasetAnnotation, _ id: String, _ subset: String, _ image: DatasetImage) throws {
        let confidence = annotation.confidence.map { Numbers.text($0, decimals: 9) } ?? "1"
        guard annotation.geometry != .image else {
            _ = classes.number(of: annotation.label)
            let spill = labels[subset] ?? SpillBuffer(memoryLimit: 1 << 20)
            labels[subset] = spill
            return try spill.append(Self.row([id, annotation.confidence == nil ? "verification" : "machine", annotation.label, confidence]))
        }
        guard let size = image.size, let box = annotation.geometry.boundingBox, !box.isDegenerate else {
            let why =
                image.size == nil
                ? "the size of its image is not known, and boxes are fractions of it" : "has no box, and Open Images holds nothing else"
            account.skip(image.name, nil, "\(annotation.label): \(why)")
            return
        }
        _ = classes.number(of: annotation.label)
        let spill = boxes[subset] ?? SpillBuffer(memoryLimit: 1 << 20)
        boxes[subset] = spill
        let (width, height) = (Double(size.width), Double(size.height))
        let numbers = [box.x / width, box.right / width, box.y / height, box.bottom / height].map { Numbers.text(min(max($0, 0), 1), decimals: 9) }
        let flags = OpenImagesColumns.flags.map { annotation.attributes[$0.attribute]?.bool == true ? "1" : "0" }
        try spill.append(Self.row([id, annotation.confidence == nil ? "xclick" : "activemil", annotation.label, confidence] + numbers + flags))
    }

    private static func row(_ fields: [String]) -> [UInt8] {
        var line: [UInt8] = []
        for (index, field) in fields.enumerated() {
            if index > 0 { line.append(UInt8(ascii: ",")) }
            CSV.append(field, to: &line)
        }
        return line + [10]
    }

    func finish() throws {
        try write(
            "image_ids_and_rotation",
            "ImageID,Subset,OriginalURL,OriginalLandingURL,License,AuthorProfileURL,Author,Title,OriginalSize,OriginalMD5,Thumbnail300KURL,Rotation",
            images)
        let columns = ["ImageID", "Source", "LabelName", "Confidence"]
        for (subset, spill) in labels.sorted(by: { $0.key < $1.key }) {
            try write("\(subset)-annotations-human-imagelabels", columns.joined(separator: ","), spill)
        }
        let all = columns + ["XMin", "XMax", "YMin", "YMax"] + OpenImagesColumns.flags.map(\.column)
        for (subset, spill) in boxes.sorted(by: { $0.key < $1.key }) { try write("\(subset)-annotations-bbox", all.joined(separator: ","), spill) }
        let descriptions = SpillBuffer()
        for name in classes.names { try descriptions.append(Self.row([name, name])) }
        try write("oidv6-class-descriptions", "LabelName,DisplayName", descriptions)
        try sink.finish()
    }

    private func write(_ name: String, _ header: String, _ rows: SpillBuffer) throws {
        var pieces = SpilledPieces([.bytes(Array("\(header)\n".utf8)), .spill(rows)])
        try sink.write("annotations/\(name).csv", size: pieces.total) { try pieces.next() }
    }
}
