/// A closed area: an outer ring and rings cut out of it. Rings are not repeated at the end; either direction is fine.
public struct Polygon: Sendable, Equatable, Hashable {
    public var points: [Point]
    public var holes: [[Point]]

    public init(points: [Point], holes: [[Point]] = []) {
        self.points = points
        self.holes = holes
    }

    /// Square pixels: the outer ring less the holes.
    public var area: Double {
        max(0, abs(signedArea(points)) - holes.reduce(0) { $0 + abs(signedArea($1)) })
    }

    public var boundingBox: Box? { Box(around: points) }
}

/// The shoelace formula: positive for rings that run clockwise on the screen.
public func signedArea(_ ring: [Point]) -> Double {
    guard ring.count > 2, let origin = ring.first else { return 0 }
    var sum = 0.0
    for index in 1..<(ring.count - 1) {
        let a = ring[index]
        let b = ring[index + 1]
        // Relative to the first point, so that far-away rings lose no digits.
        sum += (a.x - origin.x) * (b.y - origin.y) - (b.x - origin.x) * (a.y - origin.y)
    }
    return sum / 2
}

/// Whether a point lies within a ring (even-odd rule).
public func ring(_ ring: [Point], contains point: Point) -> Bool {
    var inside = false
    var previous = ring.last ?? point
    for current in ring {
        if (current.y > point.y) != (previous.y > point.y) {
            let slope = (previous.x - current.x) / (previous.y - current.y)
            if point.x < current.x + (point.y - current.y) * slope { inside.toggle() }
        }
        previous = current
    }
    return inside
}
