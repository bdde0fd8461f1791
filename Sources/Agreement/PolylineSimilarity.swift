import Geometry
import Glibc

/// How much of two open lines runs along the other.
enum PolylineSimilarity {
    /// The harmonic mean of the two shares of length that lie within `tolerance` pixels of the other line, looked at in some
    /// 200 places along each.
    static func of(_ a: [Point], _ b: [Point], tolerance: Double) -> Double {
        let one = share(of: a, near: b, tolerance), other = share(of: b, near: a, tolerance)
        return one + other > 0 ? 2 * one * other / (one + other) : 0
    }

    private static func share(of line: [Point], near other: [Point], _ tolerance: Double) -> Double {
        let places = places(along: line, count: 200)
        guard !places.isEmpty, other.count > 1 else { return 0 }
        let near = places.count { place in
            (1..<other.count).contains { distance(place, other[$0 - 1], other[$0]) <= tolerance }
        }
        return Double(near) / Double(places.count)
    }

    private static func places(along line: [Point], count: Int) -> [Point] {
        guard line.count > 1 else { return [] }
        let lengths = (1..<line.count).map { hypot(line[$0].x - line[$0 - 1].x, line[$0].y - line[$0 - 1].y) }
        let total = lengths.reduce(0, +)
        guard total > 0 else { return [] }
        var out: [Point] = []
        var edge = 0
        var passed = 0.0
        for index in 0..<count {
            let at = total * (Double(index) + 0.5) / Double(count)
            while edge < lengths.count - 1 && passed + lengths[edge] < at {
                passed += lengths[edge]
                edge += 1
            }
            let t = lengths[edge] > 0 ? (at - passed) / lengths[edge] : 0
            out.append(Point(line[edge].x + t * (line[edge + 1].x - line[edge].x), line[edge].y + t * (line[edge + 1].y - line[edge].y)))
        }
        return out
    }

    private static func distance(_ point: Point, _ from: Point, _ to: Point) -> Double {
        let dx = to.x - from.x, dy = to.y - from.y
        let square = dx * dx + dy * dy
        let t = square > 0 ? min(1, max(0, ((point.x - from.x) * dx + (point.y - from.y) * dy) / square)) : 0
        return hypot(point.x - from.x - t * dx, point.y - from.y - t * dy)
    }
}
