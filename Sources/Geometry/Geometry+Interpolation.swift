import Glibc

extension Geometry {
    /// Coordinates between two shapes are rounded to this part of a pixel, so that a shape that is made anew from the same two is
    /// the same to the digit.
    static let interpolatedParts = 1000.0

    /// Whether shapes between these two can be found; where not, the first is held until the second.
    public func interpolates(to other: Geometry) -> Bool { interpolated(to: other, at: 0) != nil }

    /// The shape that lies at `fraction` of the way from this one (0) to another (1), each number on its straight line.
    ///
    /// Boxes go by corner and size; rotated boxes by centre, size and the shorter way round; polygons, polylines and keypoints point
    /// by point. A keypoint that is not labelled at one of the ends stays as it is here, and so does its visibility. Nil for shapes
    /// of different kinds or numbers of points, for masks, and for a class of the whole image.
    public func interpolated(to other: Geometry, at fraction: Double) -> Geometry? {
        func mix(_ a: Double, _ b: Double) -> Double {
            ((a + (b - a) * fraction) * Self.interpolatedParts).rounded() / Self.interpolatedParts
        }
        func mix(_ a: [Point], _ b: [Point]) -> [Point]? {
            a.count == b.count ? zip(a, b).map { Point(mix($0.x, $1.x), mix($0.y, $1.y)) } : nil
        }
        switch (self, other) {
        case (.box(let a), .box(let b)):
            return .box(Box(x: mix(a.x, b.x), y: mix(a.y, b.y), width: mix(a.width, b.width), height: mix(a.height, b.height)))
        case (.rotatedBox(let a), .rotatedBox(let b)):
            // The IEEE remainder is the turn between -180 and 180 degrees.
            let turn = remainder(b.angle - a.angle, 360)
            return .rotatedBox(
                RotatedBox(
                    cx: mix(a.cx, b.cx), cy: mix(a.cy, b.cy), width: mix(a.width, b.width), height: mix(a.height, b.height),
                    angle: mix(a.angle, a.angle + turn)))
        case (.polygon(let a), .polygon(let b)):
            guard let points = mix(a.points, b.points), a.holes.count == b.holes.count else { return nil }
            let holes = zip(a.holes, b.holes).compactMap { mix($0, $1) }
            return holes.count == a.holes.count ? .polygon(Polygon(points: points, holes: holes)) : nil
        case (.polyline(let a), .polyline(let b)): return mix(a, b).map { .polyline($0) }
        case (.keypoints(let a), .keypoints(let b)):
            guard a.count == b.count else { return nil }
            return .keypoints(
                zip(a, b).map { from, to in
                    guard from.isLabelled, to.isLabelled else { return from }
                    var point = from
                    point.x = mix(from.x, to.x)
                    point.y = mix(from.y, to.y)
                    return point
                })
        default: return nil
        }
    }
}
