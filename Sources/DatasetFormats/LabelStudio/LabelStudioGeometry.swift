import Core
import Geometry

/// Label Studio writes percent of the image's width and height; a turned rectangle turns clockwise about its top-left corner.
enum LabelStudioGeometry {
    /// Corners of the polygon that stands for an ellipse: no farther from it than 0.13 % of its radius.
    private static let ellipseCorners = 64

    struct Fault: Error {
        let reason: String
    }

    struct Taken {
        var geometry: Geometry
        var note: String?
    }

    /// - Parameter value: the region's `value`; its kind is known by its members, as the `type` may be that of another tag.
    static func take(_ value: JSON, _ size: PixelSize) throws(Fault) -> Taken {
        if value["rle"] != nil { return Taken(geometry: .mask(try mask(value, size))) }
        if value["imageDataURL"] != nil { throw Fault(reason: "a mask as a picture inside the file is not read") }
        if value["points"] != nil { return Taken(geometry: .polygon(Polygon.opened(try points(value, size)))) }
        if value["vertices"] != nil { throw Fault(reason: "vectors are not read") }
        if value["radiusX"] != nil {
            return Taken(
                geometry: .polygon(Polygon(points: try ellipse(value, size))), note: "the ellipse became a polygon of \(ellipseCorners) corners")
        }
        guard value["x"] != nil else { throw Fault(reason: "has no place in the image") }
        if value["keypointlabels"] != nil || value["height"] == nil {
            let point = try point(value, size)
            return Taken(geometry: .keypoints([Keypoint(point.x, point.y, visibility: 2)]))
        }
        return Taken(geometry: try rectangle(value, size))
    }

    static func number(_ value: JSON, _ name: String) throws(Fault) -> Double {
        guard let number = value[name]?.double else { throw Fault(reason: "\(name) is missing or no number") }
        guard number.isFinite else { throw Fault(reason: "\(name) is not finite") }
        return number
    }

    static func point(_ value: JSON, _ size: PixelSize) throws(Fault) -> Point {
        Point(try number(value, "x") / 100 * Double(size.width), try number(value, "y") / 100 * Double(size.height))
    }

    private static func rectangle(_ value: JSON, _ size: PixelSize) throws(Fault) -> Geometry {
        let corner = try point(value, size)
        let width = try number(value, "width") / 100 * Double(size.width)
        let height = try number(value, "height") / 100 * Double(size.height)
        let angle = value["rotation"] == nil || value["rotation"] == .null ? 0 : try number(value, "rotation").truncatingRemainder(dividingBy: 360)
        guard angle != 0 else { return .box(Box(x: corner.x, y: corner.y, width: width, height: height)) }
        let center = RotatedBox.offset(width / 2, height / 2, angle)
        return .rotatedBox(RotatedBox(cx: corner.x + center.x, cy: corner.y + center.y, width: width, height: height, angle: angle))
    }

    /// The top-left corner before the turn, where Label Studio holds the rectangle.
    static func corner(_ box: RotatedBox) -> Point {
        let offset = RotatedBox.offset(-box.width / 2, -box.height / 2, box.angle)
        return Point(box.cx + offset.x, box.cy + offset.y)
    }

    private static func points(_ value: JSON, _ size: PixelSize) throws(Fault) -> [Point] {
        var points: [Point] = []
        for item in value["points"]?.array ?? [] {
            guard let pair = item.array, pair.count == 2, let x = pair[0].double, let y = pair[1].double else {
                throw Fault(reason: "a corner is no [x, y]")
            }
            points.append(Point(x / 100 * Double(size.width), y / 100 * Double(size.height)))
        }
        return points
    }

    private static func ellipse(_ value: JSON, _ size: PixelSize) throws(Fault) -> [Point] {
        let center = try point(value, size)
        let width = try number(value, "radiusX") / 50 * Double(size.width), height = try number(value, "radiusY") / 50 * Double(size.height)
        guard width > 0, height > 0 else { throw Fault(reason: "an ellipse without area") }
        let angle = value["rotation"]?.double ?? 0
        guard angle.isFinite else { throw Fault(reason: "rotation is not finite") }
        return RotatedBox(cx: center.x, cy: center.y, width: width, height: height, angle: angle).ellipse(corners: ellipseCorners)
    }

    private static func mask(_ value: JSON, _ size: PixelSize) throws(Fault) -> Mask {
        guard let items = value["rle"]?.array else { throw Fault(reason: "rle is no list") }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(items.count)
        for item in items {
            guard let byte = item.int.flatMap({ UInt8(exactly: $0) }) else { throw Fault(reason: "rle holds something that is no byte") }
            bytes.append(byte)
        }
        guard size.width * size.height <= 250_000_000 else { throw Fault(reason: "a mask of \(size.width) x \(size.height) pixels") }
        do {
            let pixels = try LabelStudioRLE.decode(bytes, width: size.width, height: size.height)
            return Mask(try RunLengths(height: size.height, width: size.width, rows: pixels))
        } catch let fault as LabelStudioRLE.Fault {
            throw Fault(reason: fault.reason)
        } catch {
            throw Fault(reason: "a mask that \(error)")
        }
    }
}
