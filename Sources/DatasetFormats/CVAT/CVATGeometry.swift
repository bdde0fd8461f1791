import Core
import Geometry

/// Makes our geometry of a CVAT shape. CVAT's coordinates are ours: pixels, the image's corner is 0; a box is turned clockwise
/// about its centre, in degrees.
enum CVATGeometry {
    /// Corners of the polygon that stands for an ellipse: no farther from it than 0.13 % of its radius.
    private static let ellipseCorners = 64

    struct Taken {
        var geometry: Geometry
        /// What the reader should know.
        var note: String?
    }

    /// - Parameters:
    ///   - size: of the image; masks cannot do without.
    ///   - skeleton: of the label; points that it lacks are added.
    /// - Returns: nil with a reason when it has no place here or cannot be read.
    static func take(_ shape: CVATShape, _ size: PixelSize?, _ skeleton: inout DatasetSkeleton?) -> Result<Taken, Fault> {
        do {
            switch shape.kind {
            case "box": return .success(Taken(geometry: try box(shape)))
            case "polygon": return .success(Taken(geometry: .polygon(Polygon.opened(try points(shape, atLeast: 3)))))
            case "polyline": return .success(Taken(geometry: .polyline(try points(shape, atLeast: 2))))
            case "points":
                return .success(Taken(geometry: .keypoints(try points(shape, atLeast: 1).map { Keypoint($0.x, $0.y, visibility: 2) })))
            case "skeleton": return .success(try CVATSkeleton.take(shape, &skeleton))
            case "ellipse":
                let note = "the ellipse became a polygon of \(ellipseCorners) corners"
                return .success(Taken(geometry: .polygon(Polygon(points: try ellipse(shape))), note: note))
            case "mask": return .success(try CVATMask.read(shape, size))
            case "tag": return .success(Taken(geometry: .image))
            default: throw Fault("a \(shape.kind.prefix(40)) has no place here")
            }
        } catch {
            return .failure(error as? Fault ?? Fault("\(error)"))
        }
    }

    struct Fault: Error {
        let reason: String
        init(_ reason: String) { self.reason = reason }
    }

    static func number(_ shape: CVATShape, _ name: String) throws -> Double {
        guard let text = shape.fields[name] else { throw Fault("\(name) is missing") }
        guard let value = Numbers.double(text), value.isFinite else { throw Fault("\(name) is \"\(text.prefix(40))\", not a number") }
        return value
    }

    private static func box(_ shape: CVATShape) throws -> Geometry {
        let box = Box(
            left: try number(shape, "xtl"), top: try number(shape, "ytl"), right: try number(shape, "xbr"), bottom: try number(shape, "ybr"))
        let angle = try rotation(shape)
        guard angle != 0 else { return .box(box) }
        return .rotatedBox(
            RotatedBox(cx: box.x + box.width / 2, cy: box.y + box.height / 2, width: box.width, height: box.height, angle: angle))
    }

    private static func rotation(_ shape: CVATShape) throws -> Double {
        guard shape.fields["rotation"] != nil else { return 0 }
        return try number(shape, "rotation").truncatingRemainder(dividingBy: 360)
    }

    private static func points(_ shape: CVATShape, atLeast least: Int) throws -> [Point] {
        guard let text = shape.fields["points"] else { throw Fault("points are missing") }
        let points = try text.split(separator: ";").map { pair in
            let parts = pair.split(separator: ",", omittingEmptySubsequences: false)
            guard parts.count == 2, let x = Numbers.double(parts[0]), let y = Numbers.double(parts[1]), x.isFinite, y.isFinite else {
                throw Fault("\"\(pair.prefix(40))\" is no point")
            }
            return Point(x, y)
        }
        guard points.count >= least else { throw Fault("it has \(points.count) points where \(least) are needed") }
        return points
    }

    static func keypoint(_ part: CVATShape) throws -> Keypoint {
        if part.fields["outside"] == "1" { return Keypoint(0, 0, visibility: 0) }
        guard let point = try points(part, atLeast: 1).first else { throw Fault("a point of the skeleton is missing") }
        return Keypoint(point.x, point.y, visibility: part.fields["occluded"] == "1" ? 1 : 2)
    }

    private static func ellipse(_ shape: CVATShape) throws -> [Point] {
        let (cx, cy) = (try number(shape, "cx"), try number(shape, "cy"))
        // In the frame of a box that is turned with it.
        let frame = RotatedBox(
            cx: cx, cy: cy, width: try number(shape, "rx") * 2, height: try number(shape, "ry") * 2, angle: try rotation(shape))
        guard frame.width > 0, frame.height > 0 else { throw Fault("an ellipse without area") }
        return frame.ellipse(corners: ellipseCorners)
    }
}
