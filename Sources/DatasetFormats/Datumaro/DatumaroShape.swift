import Core
import Geometry

/// One annotation as Datumaro writes it. Coordinates are ours; a box turned clockwise about its centre says so in the attribute
/// `rotation`, and a prediction its confidence in `score`.
struct DatumaroShape {
    struct Fault: Error {
        let reason: String
    }

    private static let ellipseCorners = 64

    var geometry: Geometry
    var attributes = JSONObject()
    var confidence: Double?
    var note: String?

    static func read(_ json: JSON, _ type: String) throws(Fault) -> DatumaroShape {
        var shape = DatumaroShape(geometry: .image, attributes: json["attributes"]?.object ?? JSONObject())
        switch type {
        case "label": break
        case "bbox": shape.geometry = try box(json, &shape.attributes)
        case "polygon": shape.geometry = .polygon(Polygon.opened(try points(json)))
        case "polyline": shape.geometry = .polyline(try points(json))
        case "points": shape.geometry = .keypoints(try keypoints(json))
        case "mask": shape.geometry = .mask(try mask(json))
        case "ellipse":
            let corners = try numbers(json["points"], "points")
            guard corners.count == 4, corners[2] > corners[0], corners[3] > corners[1] else { throw Fault(reason: "an ellipse without area") }
            let box = Box(left: corners[0], top: corners[1], right: corners[2], bottom: corners[3])
            let frame = RotatedBox(cx: box.center.x, cy: box.center.y, width: box.width, height: box.height, angle: 0)
            shape.geometry = .polygon(Polygon(points: frame.ellipse(corners: ellipseCorners)))
            shape.note = "the ellipse became a polygon of \(ellipseCorners) corners"
        default: throw Fault(reason: "a \(type.isEmpty ? "thing without a type" : String(type.prefix(40))) has no place here")
        }
        if let score = shape.attributes["score"]?.double {
            shape.attributes["score"] = nil
            if (0...1).contains(score) {
                shape.confidence = score
            } else {
                shape.note = "the score \(score) does not lie between 0 and 1, and was left out"
            }
        }
        for (key, name) in [("z_order", "z_order"), ("group", "group_id")] {
            if let value = json[key]?.int, value != 0 { shape.attributes[name] = .int(value) }
        }
        return shape
    }

    private static func numbers(_ json: JSON?, _ what: String) throws(Fault) -> [Double] {
        guard let items = json?.array else { throw Fault(reason: "\(what) is no list") }
        let values = items.compactMap(\.double)
        guard values.count == items.count else { throw Fault(reason: "\(what) holds something that is no number") }
        guard values.allSatisfy(\.isFinite) else { throw Fault(reason: "\(what) holds a number that is not finite") }
        return values
    }

    private static func points(_ json: JSON) throws(Fault) -> [Point] {
        let values = try numbers(json["points"], "points")
        guard values.count.isMultiple(of: 2) else { throw Fault(reason: "points has \(values.count) numbers") }
        return stride(from: 0, to: values.count, by: 2).map { Point(values[$0], values[$0 + 1]) }
    }

    private static func box(_ json: JSON, _ attributes: inout JSONObject) throws(Fault) -> Geometry {
        let values = try numbers(json["bbox"], "bbox")
        guard values.count == 4 else { throw Fault(reason: "bbox has \(values.count) numbers") }
        let box = Box(x: values[0], y: values[1], width: values[2], height: values[3])
        guard let angle = attributes["rotation"]?.double else { return .box(box) }
        guard angle.isFinite else { throw Fault(reason: "rotation is not finite") }
        attributes["rotation"] = nil
        guard angle.truncatingRemainder(dividingBy: 360) != 0 else { return .box(box) }
        return .rotatedBox(
            RotatedBox(cx: box.center.x, cy: box.center.y, width: box.width, height: box.height, angle: angle.truncatingRemainder(dividingBy: 360)))
    }

    private static func keypoints(_ json: JSON) throws(Fault) -> [Keypoint] {
        let points = try points(json)
        let visibility = json["visibility"] == nil ? [Double](repeating: 2, count: points.count) : try numbers(json["visibility"], "visibility")
        guard visibility.count == points.count else { throw Fault(reason: "visibility has \(visibility.count) numbers for \(points.count) points") }
        return zip(points, visibility).map { point, seen in
            seen <= 0 ? Keypoint(0, 0, visibility: 0) : Keypoint(point.x, point.y, visibility: Int(min(max(seen, 1), 2)))
        }
    }

    private static func mask(_ json: JSON) throws(Fault) -> Mask {
        let size = try numbers(json["rle"]?["size"], "size")
        guard size.count == 2, let height = Int(exactly: size[0]), let width = Int(exactly: size[1]) else {
            throw Fault(reason: "run lengths without a size")
        }
        guard let counts = json["rle"]?["counts"]?.string else { throw Fault(reason: "run lengths without counts") }
        do { return Mask(try RunLengths(height: height, width: width, compressed: counts)) } catch { throw Fault(reason: "run lengths: \(error)") }
    }

    /// As Datumaro writes it.
    ///
    /// - Returns: nil when it covers nothing.
    static func json(_ annotation: DatasetAnnotation, id: Int, label: Int) -> JSON? {
        var attributes = annotation.attributes
        let order = attributes["z_order"]?.int ?? 0, group = attributes["group_id"]?.int ?? 0
        if attributes["z_order"]?.int != nil { attributes["z_order"] = nil }
        if attributes["group_id"]?.int != nil { attributes["group_id"] = nil }
        if let confidence = annotation.confidence { attributes["score"] = .double(confidence) }
        var type = "label"
        var shape: [(key: String, value: JSON)] = []
        func numbers(_ values: [Double]) -> JSON { .array(values.map { .double($0) }) }
        switch annotation.geometry {
        case .image: break
        case .box(let box): (type, shape) = ("bbox", [("bbox", numbers([box.x, box.y, box.width, box.height]))])
        case .rotatedBox(let box):
            (type, shape) = ("bbox", [("bbox", numbers([box.cx - box.width / 2, box.cy - box.height / 2, box.width, box.height]))])
            attributes["rotation"] = .double(box.angle)
        case .polygon(let polygon): (type, shape) = ("polygon", [("points", numbers(polygon.seamed.flatMap { [$0.x, $0.y] }))])
        case .polyline(let points): (type, shape) = ("polyline", [("points", numbers(points.flatMap { [$0.x, $0.y] }))])
        case .keypoints(let points):
            (type, shape) = (
                "points", [("points", numbers(points.flatMap { [$0.x, $0.y] })), ("visibility", .array(points.map { .int(Int64($0.visibility)) }))]
            )
        case .mask(let mask):
            guard (try? RunLengths(mask))?.area ?? 0 > 0 else { return nil }
            let size: JSON = [.int(Int64(mask.height)), .int(Int64(mask.width))]
            (type, shape) = ("mask", [("rle", ["counts": .string(mask.counts), "size": size])])
        }
        let head: [(key: String, value: JSON)] = [
            ("id", .int(Int64(id))), ("type", .string(type)), ("attributes", .object(attributes)), ("group", .int(group)),
            ("label_id", .int(Int64(label))),
        ]
        return .object(JSONObject(head + shape + (type == "label" ? [] : [("z_order", .int(order))])))
    }
}
