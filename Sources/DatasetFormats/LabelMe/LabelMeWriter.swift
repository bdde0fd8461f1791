import Core
import Geometry
import Pixels

/// Writes a JSON file beside each picture, as LabelMe's own loader reads it, in a folder a split.
final class LabelMeWriter: DatasetWriter {
    /// The version of LabelMe whose members these are.
    private static let version = "6.3.1"
    private(set) var account = ImportAccount()
    private let sink: any DatasetSink
    private let encode: LabelMapEncoder
    private var names = FileNames()

    init(_ sink: any DatasetSink, _ options: WriteOptions) throws {
        guard let encode = options.encodeLabelMap else { throw FoveaError.bug("masks are written without an encoder for them") }
        self.sink = sink
        self.encode = encode
    }

    func add(_ image: DatasetImage, picture: PictureBytes?) throws {
        let folder = image.split?.rawValue ?? ""
        let name = names.unique(image.name, in: folder)
        var flags = JSONObject()
        var shapes: [JSON] = []
        for annotation in image.annotations {
            if annotation.confidence != nil { account.note(image.name, nil, "\(annotation.label): LabelMe has no place for a confidence") }
            if case .image = annotation.geometry {
                flags[annotation.label] = true
                if !annotation.attributes.members.isEmpty {
                    account.note(image.name, nil, "\(annotation.label): LabelMe has no place for attributes of the whole image")
                }
            } else if let shape = try shape(annotation, image.name) {
                shapes.append(shape)
            }
        }
        let json = JSONObject([
            ("version", .string(Self.version)), ("flags", .object(flags)), ("shapes", .array(shapes)), ("imagePath", .string(name)),
            ("imageData", .null), ("imageHeight", image.size.map { .int(Int64($0.height)) } ?? .null),
            ("imageWidth", image.size.map { .int(Int64($0.width)) } ?? .null),
        ])
        try sink.write(folder.joined(path: name.withoutExtension + ".json"), JSON.object(json).bytes + [10])
        if let picture { try sink.write(folder.joined(path: name), size: picture.size, next: picture.next) }
        account.took(image)
    }

    func finish() throws { try sink.finish() }

    private func shape(_ annotation: DatasetAnnotation, _ image: String) throws -> JSON? {
        var shape = JSONObject([("label", .string(annotation.label))])
        func set(_ kind: String, _ points: [Point]) {
            shape["points"] = .array(points.map { [.double($0.x), .double($0.y)] })
            shape["shape_type"] = .string(kind)
        }
        switch annotation.geometry {
        case .box(let box): set("rectangle", [Point(box.x, box.y), Point(box.right, box.bottom)])
        case .rotatedBox(let box): set("oriented_rectangle", box.corners)
        case .polygon(let polygon): set("polygon", polygon.seamed)
        case .polyline(let points): set("linestrip", points)
        case .keypoints(let points):
            let labelled = points.filter(\.isLabelled)
            if labelled.contains(where: { $0.visibility != 2 }) || labelled.count < points.count {
                account.note(image, nil, "\(annotation.label): LabelMe knows visible points alone: hidden ones became visible, others were left out")
            }
            set(labelled.count == 1 ? "point" : "points", labelled.map { Point($0.x, $0.y) })
        case .mask(let mask):
            guard let patch = try RunLengths(mask).patch else {
                account.skip(image, nil, "\(annotation.label): covers nothing")
                return nil
            }
            let (left, top) = (Double(patch.left), Double(patch.top))
            set("mask", [Point(left, top), Point(left + Double(patch.width - 1), top + Double(patch.height - 1))])
            let map = LabelMap(width: patch.width, height: patch.height, channels: 1, bytes: patch.rows.map { $0 == 0 ? 0 : 255 })
            shape["mask"] = .string(Base64.encode(try encode(map)))
        case .image: return nil
        }
        if shape["mask"] == nil { shape["mask"] = .null }
        LabelMeAttributes.write(annotation.attributes, to: &shape)
        return .object(shape)
    }
}
