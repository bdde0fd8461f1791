// Formats that know one ring a shape (YOLO's polygons, COCO's lists) still take shapes of several rings: rings are joined by
// seams, an edge gone once in each direction, which encloses nothing. Areas, boxes and rasterisations stay what they were.
extension Polygon {
    /// One ring for all: holes run against the outer ring.
    public var seamed: [Point] {
        let direction: Double = signedArea(points) < 0 ? -1 : 1
        return holes.reduce(points) { join($0, signedArea($1) * direction > 0 ? $1.reversed() : $1) }
    }

    /// One polygon for several separate areas; all run the same way. Nil without a ring.
    public static func joining(_ rings: [[Point]]) -> Polygon? {
        guard let first = rings.first else { return nil }
        let direction: Double = signedArea(first) < 0 ? -1 : 1
        return Polygon(points: rings.dropFirst().reduce(first) { join($0, signedArea($1) * direction < 0 ? $1.reversed() : $1) })
    }

    /// Takes the holes of a seamed ring out again. Rings joined as separate areas stay as they are.
    public static func opened(_ ring: [Point]) -> Polygon {
        guard ring.count >= 8 else { return Polygon(points: ring) }
        var outer = ring
        var holes: [[Point]] = []
        let direction: Double = signedArea(ring) < 0 ? -1 : 1
        var places: [Point: Int] = [:]
        var at = 0
        while at < outer.count {
            defer { at += 1 }
            // A seam a, b ... b, a: the way back is where both ends come again.
            guard let start = places[outer[at]], at - start >= 5, outer[start] == outer[at], outer[start + 1] == outer[at - 1] else {
                places[outer[at]] = at
                continue
            }
            let inner = Array(outer[(start + 1)..<(at - 1)])
            guard signedArea(inner) * direction < 0 else { continue }
            holes.append(inner)
            outer.removeSubrange((start + 1)...at)
            at = start
        }
        return Polygon(points: outer, holes: holes.reversed())
    }
}

/// Goes along `outer` to the point nearest to `inner`, over to it, round it, and back.
private func join(_ outer: [Point], _ inner: [Point]) -> [Point] {
    var best = (distance: Double.infinity, outer: 0, inner: 0)
    // The nearest pair is only for looks: among many points, one of the inner ring is enough to start from.
    let starts = outer.count * inner.count <= 1_000_000 ? Array(inner.indices) : [0]
    for i in starts {
        for o in outer.indices {
            let dx = outer[o].x - inner[i].x
            let dy = outer[o].y - inner[i].y
            let distance = dx * dx + dy * dy
            if distance < best.distance { best = (distance, o, i) }
        }
    }
    guard !inner.isEmpty, !outer.isEmpty else { return outer + inner }
    var ring = Array(outer[...best.outer])
    ring += inner[best.inner...]
    ring += inner[...best.inner]
    ring += outer[best.outer...]
    return ring
}
