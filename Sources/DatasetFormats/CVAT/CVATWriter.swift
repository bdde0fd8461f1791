import Core
import Geometry

/// Writes a file a split (`train.xml`; `annotations.xml` for images without one) as CVAT does for images (version 1.1), and the
/// pictures in `images/`. Labels stand first in a file and are known last, so images wait in spill files.
final class CVATWriter: DatasetWriter {
    private(set) var account = ImportAccount()
    private let sink: any DatasetSink
    private var classes: ClassList
    private var names = FileNames()
    private var files: [String: Body] = [:]
    /// The label's attributes: by label and name, the kind of input. Values of two kinds are text.
    private var kinds: [String: [String: String]] = [:]
    private var skeletons: [String: DatasetSkeleton]
    /// How many points the skeletons of a label have that were written.
    private var points: [String: Int] = [:]

    private final class Body {
        let text = SpillBuffer()
        var images = 0
    }

    init(_ sink: any DatasetSink, _ options: WriteOptions) {
        self.sink = sink
        classes = ClassList(options.classes)
        skeletons = options.skeletons
    }

    func know(_ skeletons: [String: DatasetSkeleton]) { self.skeletons.merge(skeletons) { old, _ in old } }

    func add(_ image: DatasetImage, picture: PictureBytes?) throws {
        let name = names.unique(image.name, in: "")
        let file = image.split?.rawValue ?? "annotations"
        let body = files[file] ?? Body()
        files[file] = body
        var text = XMLText(depth: 1)
        var fields: XMLText.Attributes = [("id", "\(body.images)"), ("name", name)]
        if let split = image.split { fields.append(("subset", split.rawValue)) }
        fields += [("width", "\(image.size?.width ?? 0)"), ("height", "\(image.size?.height ?? 0)")]
        text.open("image", fields)
        for annotation in image.annotations { try add(annotation, image.name, &text) }
        text.close("image")
        try body.text.append(text.bytes)
        body.images += 1
        if let picture { try sink.write("images/\(name)", size: picture.size, next: picture.next) }
        account.took(image)
    }

    private func add(_ annotation: DatasetAnnotation, _ image: String, _ text: inout XMLText) throws {
        guard let shape = try CVATShapeText(annotation.geometry, skeletons[annotation.label]) else {
            account.skip(image, nil, "\(annotation.label): covers nothing")
            return
        }
        _ = classes.number(of: annotation.label)
        if shape.element == "skeleton" { points[annotation.label] = max(points[annotation.label] ?? 0, shape.parts.count) }
        if annotation.confidence != nil { account.note(image, nil, "\(annotation.label): CVAT has no place for a confidence") }
        let (own, values) = CVATQuirks.split(annotation.attributes)
        var fields: XMLText.Attributes = [
            ("label", annotation.label), ("source", annotation.attributes[CVATQuirks.source]?.string ?? CVATQuirks.byHand),
        ]
        if shape.isOccludable { fields.append(("occluded", annotation.attributes["occluded"]?.bool == true ? "1" : "0")) }
        fields += shape.fields
        if !own.contains(where: { $0.name == "z_order" }), shape.element != "tag" { fields.append(("z_order", "0")) }
        text.open(shape.element, fields + own)
        for part in shape.parts { text.empty("points", part) }
        for (name, value) in values {
            let (words, kind) = CVATQuirks.text(value)
            let known = kinds[annotation.label]?[name]
            kinds[annotation.label, default: [:]][name] = known == nil || known == kind ? kind : "text"
            text.element("attribute", words, [("name", name)])
        }
        text.close(shape.element)
    }

    func finish() throws {
        if files.isEmpty { files["annotations"] = Body() }
        for (file, body) in files.sorted(by: { $0.key < $1.key }) {
            var pieces = SpilledPieces([.bytes(head(body.images)), .spill(body.text), .bytes(Array("</annotations>\n".utf8))])
            try sink.write("\(file).xml", size: pieces.total) { try pieces.next() }
        }
        try sink.finish()
    }

    private func head(_ images: Int) -> [UInt8] {
        var text = XMLText()
        text.open("annotations")
        text.element("version", "1.1")
        text.open("meta")
        text.open("task")
        text.element("size", "\(images)")
        text.element("mode", "annotation")
        text.open("labels")
        for name in classes.names { label(name, &text) }
        for name in ["labels", "task", "meta"] { text.close(name) }
        return Array("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n".utf8) + text.bytes
    }

    private func label(_ name: String, _ text: inout XMLText) {
        text.open("label")
        text.element("name", name)
        let skeleton = points[name].map { CVATSkeleton.named(upTo: $0, skeletons[name]) }
        text.element("type", skeleton == nil ? "any" : "skeleton")
        text.open("attributes")
        for (name, kind) in (kinds[name] ?? [:]).sorted(by: { $0.key < $1.key }) {
            text.open("attribute")
            text.element("name", name)
            text.element("mutable", "False")
            text.element("input_type", kind)
            text.element("default_value", kind == "checkbox" ? "false" : "")
            text.element("values", kind == "checkbox" ? "false" : "")
            text.close("attribute")
        }
        text.close("attributes")
        if let skeleton { text.element("svg", CVATSkeleton.drawing(skeleton)) }
        text.close("label")
        for point in skeleton?.keypoints ?? [] {
            text.open("label")
            text.element("name", point)
            text.element("type", "points")
            text.element("attributes", "")
            text.element("parent", name)
            text.close("label")
        }
    }
}

/// A geometry as CVAT writes it.
struct CVATShapeText {
    let element: String
    var fields: XMLText.Attributes = []
    /// A skeleton's points.
    var parts: [XMLText.Attributes] = []

    /// CVAT says of parts of skeletons whether they are hidden, and nothing of tags.
    var isOccludable: Bool { element != "skeleton" && element != "tag" }

    /// Nil when it covers nothing.
    init?(_ geometry: Geometry, _ skeleton: DatasetSkeleton?) throws {
        switch geometry {
        case .box(let box):
            element = "box"
            fields = Self.corners(box)
        case .rotatedBox(let box):
            element = "box"
            let upright = Box(x: box.cx - box.width / 2, y: box.cy - box.height / 2, width: box.width, height: box.height)
            fields = Self.corners(upright) + [("rotation", Self.number(box.angle))]
        case .polygon(let polygon):
            element = "polygon"
            fields = [("points", Self.points(polygon.seamed))]
        case .polyline(let points):
            element = "polyline"
            fields = [("points", Self.points(points))]
        case .keypoints(let points) where skeleton == nil && points.allSatisfy({ $0.visibility == 2 }):
            element = "points"
            fields = [("points", Self.points(points.map { Point($0.x, $0.y) }))]
        case .keypoints(let points):
            element = "skeleton"
            parts = points.enumerated().map { index, point in
                [
                    ("label", CVATSkeleton.name(index, skeleton)), ("source", "manual"), ("outside", point.isLabelled ? "0" : "1"),
                    ("occluded", point.visibility == 1 ? "1" : "0"), ("points", Self.points([Point(point.x, point.y)])),
                ]
            }
        case .mask(let mask):
            element = "mask"
            guard let written = try CVATMask.write(mask) else { return nil }
            fields = written
        case .image: element = "tag"
        }
    }

    private static func corners(_ box: Box) -> XMLText.Attributes {
        [("xtl", number(box.x)), ("ytl", number(box.y)), ("xbr", number(box.right)), ("ybr", number(box.bottom))]
    }

    private static func points(_ points: [Point]) -> String { points.map { "\(number($0.x)),\(number($0.y))" }.joined(separator: ";") }

    private static func number(_ value: Double) -> String { Numbers.text(value, decimals: 6) }
}
