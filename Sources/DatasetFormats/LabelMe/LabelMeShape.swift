import Core
import Geometry
import Pixels

/// Makes our geometry of a LabelMe shape. LabelMe's coordinates are ours: pixels of the upright image, its corner is 0.
enum LabelMeShape {
    /// Corners of the polygon that stands for a circle: no farther from it than 0.13 % of its radius.
    private static let circleCorners = 64

    struct Taken {
        var geometry: Geometry
        /// What the reader should know.
        var note: String?
    }

    struct Fault: Error {
        let reason: String
        init(_ reason: String) { self.reason = reason }
    }

    static func take(_ shape: JSON, _ size: PixelSize?, _ options: ReadOptions) throws -> Taken {
        let points = try points(shape)
        let kind = shape["shape_type"]?.string ?? "polygon"
        switch kind {
        case "polygon": return Taken(geometry: .polygon(Polygon.opened(try several(points, 3))))
        case "rectangle": return Taken(geometry: .box(try rectangle(points)))
        case "oriented_rectangle":
            guard let box = RotatedBox(corners: points) else {
                return Taken(geometry: .polygon(Polygon(points: try several(points, 3))), note: "its corners are no rectangle; it became a polygon")
            }
            return Taken(geometry: .rotatedBox(box))
        case "circle":
            guard points.count == 2 else { throw Fault("a circle has 2 points, a centre and one on its edge; it has \(points.count)") }
            return Taken(geometry: .polygon(try circle(points)), note: "the circle became a polygon of \(circleCorners) corners")
        case "line", "linestrip": return Taken(geometry: .polyline(try several(points, 2)))
        case "point", "points": return Taken(geometry: .keypoints(try several(points, 1).map { Keypoint($0.x, $0.y, visibility: 2) }))
        case "mask": return try mask(shape, points, size, options)
        default: throw Fault("a shape of type \"\(kind.prefix(40))\" is not known")
        }
    }

    private static func points(_ shape: JSON) throws -> [Point] {
        guard let items = shape["points"]?.array else { throw Fault("points are missing") }
        return try items.enumerated().map { index, item in
            guard let pair = item.array, pair.count == 2, let x = pair[0].double, let y = pair[1].double else {
                throw Fault("points[\(index)] is no [x, y]")
            }
            guard x.isFinite, y.isFinite else { throw Fault("points[\(index)] is not finite") }
            return Point(x, y)
        }
    }

    private static func several(_ points: [Point], _ least: Int) throws -> [Point] {
        guard points.count >= least else { throw Fault("it has \(points.count) points where \(least) are needed") }
        return points
    }

    /// Two corners that face each other, in any order; some tools write all four.
    private static func rectangle(_ points: [Point]) throws -> Box {
        guard points.count == 2 || points.count == 4, let box = Box(around: points) else {
            throw Fault("a rectangle has 2 corners; it has \(points.count)")
        }
        return box
    }

    private static func circle(_ points: [Point]) throws -> Polygon {
        let (dx, dy) = (points[1].x - points[0].x, points[1].y - points[0].y)
        let radius = (dx * dx + dy * dy).squareRoot()
        guard radius > 0, radius.isFinite else { throw Fault("a circle without area") }
        let frame = RotatedBox(cx: points[0].x, cy: points[0].y, width: radius * 2, height: radius * 2, angle: 0)
        return Polygon(points: frame.ellipse(corners: circleCorners))
    }

    /// A PNG of the rectangle from the first point to the second, both included.
    private static func mask(_ shape: JSON, _ points: [Point], _ size: PixelSize?, _ options: ReadOptions) throws -> Taken {
        guard let size else { throw Fault("a mask needs the size of its image") }
        guard points.count == 2 else { throw Fault("a mask has 2 points, its first and last pixel; it has \(points.count)") }
        guard let text = shape["mask"]?.string, let png = Base64.decode(text) else { throw Fault("its mask is no Base64") }
        let places = [points[0].x, points[0].y, points[1].x, points[1].y].map { $0.rounded(.towardZero) }
        guard places.allSatisfy({ abs($0) < 1e6 }) else { throw Fault("its points lie far outside") }
        let (left, top) = (Int(places[0]), Int(places[1])), (width, height) = (Int(places[2]) - left + 1, Int(places[3]) - top + 1)
        // Before anything is decoded.
        guard let header = ImageHeader(png), header.kind == .png else { throw Fault("its mask is no PNG") }
        guard header.size == PixelSize(width: width, height: height) else {
            throw Fault("its mask has \(header.size.width) x \(header.size.height) pixels where its points say \(width) x \(height)")
        }
        let map: LabelMap
        do { map = try options.labelMap(png) } catch { throw Fault((error as? FoveaError)?.message ?? "\(error)") }
        let rows = (0..<width * height).map { map.value(at: $0) == 0 ? UInt8(0) : 1 }
        do {
            let runs = try RunLengths(
                height: size.height, width: size.width, patch: Patch(left: left, top: top, width: width, height: height, rows: rows))
            let lost = rows.count { $0 != 0 } - runs.area
            return Taken(geometry: .mask(Mask(runs)), note: lost > 0 ? "\(lost) pixels of its mask lie outside the image, and were cut" : nil)
        } catch { throw Fault("\(error)") }
    }
}
