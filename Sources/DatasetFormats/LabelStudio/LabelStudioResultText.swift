import Core
import Geometry

/// The results that say one annotation: its shape, then what its attributes say, all with one id.
struct LabelStudioResultText {
    private(set) var results: [JSON] = []
    /// The control that draws the shape; nil when nothing was written.
    private(set) var control: LabelStudioConfig.Control?
    private(set) var note: String?
    /// Names of the keypoints, where there are any.
    private(set) var points: [String] = []

    private let id: String
    private let size: PixelSize
    private let score: Double?

    /// - Parameter keypoints: names of the label's keypoints.
    init(_ annotation: DatasetAnnotation, id: String, _ size: PixelSize, _ keypoints: [String]) {
        self.id = id
        self.size = size
        score = annotation.confidence
        switch annotation.geometry {
        case .box(let box): region(.rectangle, Self.rectangle(box, 0, size), annotation)
        case .rotatedBox(let box):
            let corner = LabelStudioGeometry.corner(box)
            region(.rectangle, Self.rectangle(Box(x: corner.x, y: corner.y, width: box.width, height: box.height), box.angle, size), annotation)
        case .polygon(let polygon):
            let corners = polygon.seamed.map { point -> JSON in [.double(percent(point.x, size.width)), .double(percent(point.y, size.height))] }
            region(.polygon, [("points", .array(corners)), ("closed", true)], annotation)
        case .mask(let mask):
            guard let runs = try? RunLengths(mask), runs.area > 0 else { return }
            region(.brush, [("format", "rle"), ("rle", .array(LabelStudioRLE.encode(runs.rows).map { .int(Int64($0)) }))], annotation)
        case .keypoints(let points): write(points, keypoints, annotation)
        case .polyline:
            guard let box = annotation.geometry.boundingBox, !box.isDegenerate else { return }
            region(.rectangle, Self.rectangle(box, 0, size), annotation)
        case .image:
            control = .choice
            if !annotation.attributes.members.isEmpty { note = "attributes of a class of the whole image have no place in Label Studio" }
            result(.choice, [(key: "choices", value: JSON.array([.string(annotation.label)]))], id: id)
        }
    }

    private func percent(_ value: Double, _ side: Int) -> Double { value / Double(side) * 100 }

    private static func rectangle(_ box: Box, _ rotation: Double, _ size: PixelSize) -> [(key: String, value: JSON)] {
        let (width, height) = (Double(size.width), Double(size.height))
        return [
            ("x", .double(box.x / width * 100)), ("y", .double(box.y / height * 100)), ("width", .double(box.width / width * 100)),
            ("height", .double(box.height / height * 100)), ("rotation", .double(rotation)),
        ]
    }

    private mutating func region(_ control: LabelStudioConfig.Control, _ value: [(key: String, value: JSON)], _ annotation: DatasetAnnotation) {
        self.control = control
        result(control, value + [(key: control.type, value: JSON.array([.string(annotation.label)]))], id: id)
        for (name, said) in annotation.attributes.members where said.isValue {
            let (type, words) = LabelStudioConfig.saying(said)
            result(type: type, from: name, value + [words], id: id)
        }
    }

    /// Without a point's name, its number.
    private mutating func write(_ keypoints: [Keypoint], _ names: [String], _ annotation: DatasetAnnotation) {
        guard var box = annotation.geometry.boundingBox else { return }
        if let values = annotation.attributes["box"]?.array?.compactMap(\.double), values.count == 4 {
            box = Box(x: values[0], y: values[1], width: values[2], height: values[3])
        }
        region(.rectangle, Self.rectangle(box, 0, size), annotation)
        points = keypoints.indices.map { $0 < names.count ? names[$0] : "\($0 + 1)" }
        for (index, point) in keypoints.enumerated() where point.isLabelled {
            let value: [(key: String, value: JSON)] = [
                ("x", .double(percent(point.x, size.width))), ("y", .double(percent(point.y, size.height))), ("width", 0.5),
            ]
            let part = "\(id)k\(index + 1)"
            let name = (key: LabelStudioConfig.Control.keypoint.type, value: JSON.array([.string(points[index])]))
            result(.keypoint, value + [name], id: part, parent: id)
            if point.visibility == 1 {
                result(type: "choices", from: "occluded", value + [name, (key: "choices", value: JSON.array(["true"]))], id: part, parent: id)
            }
        }
    }

    private mutating func result(_ control: LabelStudioConfig.Control, _ value: [(key: String, value: JSON)], id: String, parent: String? = nil) {
        result(type: control.type, from: control.rawValue, value, id: id, parent: parent)
    }

    private mutating func result(type: String, from: String, _ value: [(key: String, value: JSON)], id: String, parent: String? = nil) {
        var result = JSONObject([
            ("id", .string(id)), ("type", .string(type)), ("from_name", .string(from)), ("to_name", "image"),
            ("original_width", .int(Int64(size.width))), ("original_height", .int(Int64(size.height))), ("image_rotation", 0),
            ("value", .object(JSONObject(value))),
        ])
        if let parent { result["parentID"] = .string(parent) }
        if let score { result["score"] = .double(score) }
        results.append(.object(result))
    }
}
