/// An upright rectangle in pixels, half-open: it covers `[x, x + width)` by `[y, y + height)`.
public struct Box: Sendable, Equatable, Hashable {
    public var x: Double
    public var y: Double
    public var width: Double
    public var height: Double

    public init(x: Double, y: Double, width: Double, height: Double) {
        self.x = x
        self.y = y
        self.width = width
        self.height = height
    }

    /// By its edges: width = right - left.
    public init(left: Double, top: Double, right: Double, bottom: Double) {
        self.init(x: left, y: top, width: right - left, height: bottom - top)
    }

    public var right: Double { x + width }
    public var bottom: Double { y + height }
    /// Square pixels; 0 when a side is not positive.
    public var area: Double { max(0, width) * max(0, height) }
    public var center: Point { Point(x + width / 2, y + height / 2) }
    public var isFinite: Bool { x.isFinite && y.isFinite && width.isFinite && height.isFinite }
    /// Covers nothing.
    public var isDegenerate: Bool { !(width > 0 && height > 0) }
}

extension Box {
    /// What both cover; without area when they do not meet.
    public func intersection(_ other: Box) -> Box {
        let left = max(x, other.x)
        let top = max(y, other.y)
        let right = min(right, other.right)
        let bottom = min(bottom, other.bottom)
        return Box(x: left, y: top, width: max(0, right - left), height: max(0, bottom - top))
    }

    /// Whether all edges lie where the other's do, but for what rounding does.
    public func isNear(_ other: Box, within tolerance: Double = Geometry.edgeTolerance) -> Bool {
        abs(x - other.x) < tolerance && abs(y - other.y) < tolerance && abs(right - other.right) < tolerance && abs(bottom - other.bottom) < tolerance
    }

    /// The smallest box that holds both.
    public func union(_ other: Box) -> Box {
        Box(left: min(x, other.x), top: min(y, other.y), right: max(right, other.right), bottom: max(bottom, other.bottom))
    }

    /// Intersection over union, 0...1; 0 when neither has area.
    public func iou(_ other: Box) -> Double {
        let shared = intersection(other).area
        let together = area + other.area - shared
        return together > 0 ? shared / together : 0
    }

    /// The smallest box that holds all points; nil without points.
    public init?(around points: some Sequence<Point>) {
        var left = Double.infinity
        var top = Double.infinity
        var right = -Double.infinity
        var bottom = -Double.infinity
        for point in points {
            left = min(left, point.x)
            top = min(top, point.y)
            right = max(right, point.x)
            bottom = max(bottom, point.y)
        }
        guard left <= right, top <= bottom else { return nil }
        self.init(left: left, top: top, right: right, bottom: bottom)
    }

    /// Top-left, top-right, bottom-right, bottom-left.
    public var corners: [Point] { [Point(x, y), Point(right, y), Point(right, bottom), Point(x, bottom)] }
}
