/// Sutherland and Hodgman (1974): the part of a ring on one side of a line, edge by edge.
///
/// - Parameter distance: positive inside, 0 on the line, linear along an edge.
func clip(_ ring: [Point], keeping distance: (Point) -> Double) -> [Point] {
    guard var previous = ring.last else { return [] }
    var out: [Point] = []
    out.reserveCapacity(ring.count + 2)
    var before = distance(previous)
    for current in ring {
        let now = distance(current)
        if (before < 0) != (now < 0) {
            let t = before / (before - now)
            out.append(Point(previous.x + t * (current.x - previous.x), previous.y + t * (current.y - previous.y)))
        }
        if now >= 0 { out.append(current) }
        previous = current
        before = now
    }
    return out
}

/// The part of a ring inside an upright box. A concave ring that leaves and returns keeps edges along the border, which
/// enclose no area.
func clip(_ ring: [Point], to box: Box) -> [Point] {
    var ring = clip(ring) { $0.x - box.x }
    ring = clip(ring) { box.right - $0.x }
    ring = clip(ring) { $0.y - box.y }
    return clip(ring) { box.bottom - $0.y }.map { point in
        Point(min(max(point.x, box.x), box.right), min(max(point.y, box.y), box.bottom))
    }
}

/// The common part of two convex rings.
func clipConvex(_ subject: [Point], by window: [Point]) -> [Point] {
    let direction: Double = signedArea(window) < 0 ? -1 : 1
    var ring = subject
    guard var from = window.last else { return [] }
    for to in window {
        let start = from
        ring = clip(ring) { point in
            direction * ((to.x - start.x) * (point.y - start.y) - (to.y - start.y) * (point.x - start.x))
        }
        from = to
    }
    return ring
}
