import Glibc

/// A rectangle turned about its centre by `angle` degrees, clockwise as seen on the screen (y points down).
public struct RotatedBox: Sendable, Equatable, Hashable {
    public var cx: Double
    public var cy: Double
    public var width: Double
    public var height: Double
    public var angle: Double

    public init(cx: Double, cy: Double, width: Double, height: Double, angle: Double) {
        self.cx = cx
        self.cy = cy
        self.width = width
        self.height = height
        self.angle = angle
    }

    public var isFinite: Bool { cx.isFinite && cy.isFinite && width.isFinite && height.isFinite && angle.isFinite }
    public var area: Double { max(0, width) * max(0, height) }

    /// The corners that are top-left, top-right, bottom-right, bottom-left before the turn.
    public var corners: [Point] {
        let radians = angle * .pi / 180
        let cosine = cos(radians)
        let sine = sin(radians)
        let halves: [(Double, Double)] = [
            (-width / 2, -height / 2), (width / 2, -height / 2), (width / 2, height / 2), (-width / 2, height / 2),
        ]
        return halves.map { (dx: Double, dy: Double) -> Point in
            Point(cx + dx * cosine - dy * sine, cy + dx * sine + dy * cosine)
        }
    }

    /// A step in the frame of a box turned by `angle`, as the image sees it.
    public static func offset(_ dx: Double, _ dy: Double, _ angle: Double) -> Point {
        let radians = angle * .pi / 180
        return Point(dx * cos(radians) - dy * sin(radians), dx * sin(radians) + dy * cos(radians))
    }

    /// Points on the ellipse that fills it, in equal steps of the angle from its right end.
    public func ellipse(corners count: Int) -> [Point] {
        let radians = angle * .pi / 180
        return (0..<count).map { index in
            let turn = 2 * .pi * Double(index) / Double(count)
            let (dx, dy) = (width / 2 * cos(turn), height / 2 * sin(turn))
            return Point(cx + dx * cos(radians) - dy * sin(radians), cy + dx * sin(radians) + dy * cos(radians))
        }
    }

    /// Intersection over union of the two areas, by clipping one convex polygon with the other.
    public func iou(_ other: RotatedBox) -> Double {
        let shared = abs(signedArea(clipConvex(corners, by: other.corners)))
        let together = area + other.area - shared
        return together > 0 ? min(1, shared / together) : 0
    }
}
