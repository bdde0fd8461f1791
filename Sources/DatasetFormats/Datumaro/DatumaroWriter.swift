import Core
import Geometry

/// Writes `annotations/<subset>.json` (`default` for images without a split) and `images/<subset>/` as Datumaro 1.0 does.
final class DatumaroWriter: DatasetWriter {
    private(set) var account = ImportAccount()
    private let sink: any DatasetSink
    private let skeletons: [String: DatasetSkeleton]
    private var classes: ClassList
    private var names = FileNames()
    private var subsets: [String: Items] = [:]

    private final class Items {
        let text = SpillBuffer()
        var count = 0
    }

    init(_ sink: any DatasetSink, _ options: WriteOptions) {
        self.sink = sink
        skeletons = options.skeletons
        classes = ClassList(options.classes)
    }

    func add(_ image: DatasetImage, picture: PictureBytes?) throws {
        let subset = image.split?.rawValue ?? "default"
        let items = subsets[subset] ?? Items()
        subsets[subset] = items
        let name = names.unique(image.name, in: subset)
        var annotations: [JSON] = []
        for annotation in image.annotations {
            guard let json = DatumaroShape.json(annotation, id: annotations.count, label: classes.number(of: annotation.label)) else {
                account.skip(image.name, nil, "\(annotation.label): covers nothing")
                continue
            }
            annotations.append(json)
        }
        var media = JSONObject([("path", .string(name))])
        if let size = image.size { media["size"] = [.int(Int64(size.height)), .int(Int64(size.width))] }
        let item: JSON = ["id": .string(name.withoutExtension), "annotations": .array(annotations), "image": .object(media)]
        try items.text.append((items.count > 0 ? Array(",\n".utf8) : []) + item.bytes)
        items.count += 1
        if let picture { try sink.write("images/\(subset)/\(name)", size: picture.size, next: picture.next) }
        account.took(image)
    }

    func finish() throws {
        if subsets.isEmpty { subsets["default"] = Items() }
        let head = Array("{\"dm_format_version\":\"1.0\",\"media_type\":2,\"infos\":{},\"categories\":\(categories.text),\"items\":[\n".utf8)
        for (subset, items) in subsets.sorted(by: { $0.key < $1.key }) {
            var pieces = SpilledPieces([.bytes(head), .spill(items.text), .bytes(Array("\n]}\n".utf8))])
            try sink.write("annotations/\(subset).json", size: pieces.total) { try pieces.next() }
        }
        try sink.finish()
    }

    private var categories: JSON {
        let labels = classes.names.map { name -> JSON in ["name": .string(name), "parent": "", "attributes": []] }
        var points: [JSON] = []
        for (number, name) in classes.names.enumerated() {
            guard let skeleton = skeletons[name], !skeleton.keypoints.isEmpty else { continue }
            points.append([
                "label_id": .int(Int64(number)), "labels": .array(skeleton.keypoints.map { .string($0) }),
                "joints": .array(skeleton.edges.map { .array($0.map { .int(Int64($0)) }) }), "positions": [],
            ])
        }
        var all = JSONObject([("label", ["labels": .array(labels), "label_groups": [], "attributes": []])])
        if !points.isEmpty { all["points"] = ["items": .array(points)] }
        return .object(all)
    }
}
