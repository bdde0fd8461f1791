import Core
import Geometry

/// Writes `Annotations/*.xml`, `JPEGImages/` and `ImageSets/Main/<split>.txt`. Corners keep their decimals.
final class VOCWriter: DatasetWriter {
    private(set) var account = ImportAccount()
    private let sink: any DatasetSink
    private let origin: Double
    private var names = FileNames()
    private var lists: [DatasetSplit: SpillBuffer] = [:]

    init(_ sink: any DatasetSink, _ options: WriteOptions) {
        self.sink = sink
        origin = Double(options.vocOrigin)
    }

    func add(_ image: DatasetImage, picture: PictureBytes?) throws {
        let name = names.unique(image.name, in: "")
        let stem = name.withoutExtension
        var text = XMLText()
        text.open("annotation")
        text.element("folder", "JPEGImages")
        text.element("filename", name)
        text.open("size")
        text.element("width", "\(image.size?.width ?? 0)")
        text.element("height", "\(image.size?.height ?? 0)")
        text.element("depth", "3")
        text.close("size")
        text.element("segmented", image.annotations.contains { $0.attributes["segmented"]?.bool == true } ? "1" : "0")
        for annotation in image.annotations { object(annotation, image.name, &text) }
        text.close("annotation")
        try sink.write("Annotations/\(stem).xml", text.bytes)
        if let split = image.split {
            let list = lists[split] ?? SpillBuffer(memoryLimit: 1 << 20)
            lists[split] = list
            try list.append(Array("\(stem)\n".utf8))
        }
        if let picture { try sink.write("JPEGImages/\(name)", size: picture.size, next: picture.next) }
        account.took(image)
    }

    private func object(_ annotation: DatasetAnnotation, _ name: String, _ text: inout XMLText) {
        guard let box = annotation.boundingBox, !box.isDegenerate else {
            account.skip(name, nil, "\(annotation.label): \(annotation.geometry.kind.rawValue) has no place in Pascal VOC")
            return
        }
        text.open("object")
        text.element("name", annotation.label)
        VOCQuirks.write(annotation.attributes, to: &text)
        VOCQuirks.write(box, origin: origin, to: &text)
        VOCQuirks.writeRest(annotation.attributes, origin: origin, to: &text)
        text.close("object")
    }

    func finish() throws {
        for (split, list) in lists.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            var offset: Int64 = 0
            try sink.write("ImageSets/Main/\(split.rawValue).txt", size: list.count) {
                let piece = try list.read(at: offset, count: 1 << 18)
                offset += Int64(piece.count)
                return piece
            }
        }
        try sink.finish()
    }
}
