import Glibc

extension RotatedBox {
    /// The box with these corners, in the order of `corners`; nil when they are no rectangle, or in another order. What rounding of
    /// decimals did to nine places is taken back, so that a box that was written as corners comes back as it was.
    ///
    /// - Parameter tolerance: pixels that a corner may be off.
    public init?(corners: [Point], tolerance: Double = 0.01) {
        guard var box = RotatedBox(rectangle: corners, tolerance: tolerance) else { return nil }
        box.angle = Self.tidy(box.angle)
        box = RotatedBox(
            cx: Self.tidy(box.cx), cy: Self.tidy(box.cy), width: Self.tidy(box.width), height: Self.tidy(box.height),
            angle: box.angle < 0 ? Self.tidy(box.angle + 360) : box.angle)
        for (found, given) in zip(box.corners, corners) where max(abs(found.x - given.x), abs(found.y - given.y)) > tolerance { return nil }
        self = box
    }

    private static func tidy(_ value: Double) -> Double { (value * 1e9).rounded() / 1e9 }

    /// The rectangle with these four corners, in either direction, the first side its width when they run clockwise. Nil when
    /// they make none: when a corner lies farther than `tolerance` pixels from where it would have to be.
    public init?(rectangle corners: [Point], tolerance: Double) {
        guard corners.count == 4, corners.allSatisfy(\.isFinite) else { return nil }
        let clockwise = signedArea(corners) >= 0
        let (a, b, c, d) = clockwise ? (corners[0], corners[1], corners[2], corners[3]) : (corners[0], corners[3], corners[2], corners[1])
        // Each side is the mean of two, so that what rounding did to one corner is shared.
        let along = Point((b.x - a.x + c.x - d.x) / 2, (b.y - a.y + c.y - d.y) / 2)
        let across = Point((d.x - a.x + c.x - b.x) / 2, (d.y - a.y + c.y - b.y) / 2)
        self.init(
            cx: (a.x + b.x + c.x + d.x) / 4, cy: (a.y + b.y + c.y + d.y) / 4, width: hypot(along.x, along.y),
            height: hypot(across.x, across.y), angle: atan2(along.y, along.x) * 180 / .pi)
        guard width > 0, height > 0 else { return nil }
        for (found, wanted) in zip([a, b, c, d], self.corners) {
            guard hypot(found.x - wanted.x, found.y - wanted.y) <= tolerance else { return nil }
        }
    }

    /// The rectangle of least area that holds all points: one of its sides lies along a side of their convex hull (Freeman and
    /// Shapira, 1975). Nil when the points lie on one line.
    public init?(around points: [Point]) {
        let hull = convexHull(points)
        guard hull.count >= 3 else { return nil }
        var best: (area: Double, box: RotatedBox)?
        for index in hull.indices {
            let from = hull[index], to = hull[(index + 1) % hull.count]
            let length = hypot(to.x - from.x, to.y - from.y)
            guard length > 0 else { continue }
            let (cosine, sine) = ((to.x - from.x) / length, (to.y - from.y) / length)
            let turned = hull.map { Point(($0.x - from.x) * cosine + ($0.y - from.y) * sine, ($0.y - from.y) * cosine - ($0.x - from.x) * sine) }
            guard let frame = Box(around: turned), frame.area < best?.area ?? .infinity else { continue }
            let middle = frame.center
            let box = RotatedBox(
                cx: from.x + middle.x * cosine - middle.y * sine, cy: from.y + middle.x * sine + middle.y * cosine, width: frame.width,
                height: frame.height, angle: atan2(sine, cosine) * 180 / .pi)
            best = (frame.area, box)
        }
        guard let best, best.area > 0 else { return nil }
        self = best.box
    }
}

/// Andrew's monotone chain (1979): the corners of the convex hull, clockwise on the screen.
func convexHull(_ points: [Point]) -> [Point] {
    let sorted = Set(points.filter(\.isFinite)).sorted { ($0.x, $0.y) < ($1.x, $1.y) }
    guard sorted.count > 2 else { return sorted }
    func half(_ points: some Sequence<Point>) -> [Point] {
        var chain: [Point] = []
        for point in points {
            while chain.count >= 2 {
                let (a, b) = (chain[chain.count - 2], chain[chain.count - 1])
                guard (b.x - a.x) * (point.y - a.y) - (b.y - a.y) * (point.x - a.x) <= 0 else { break }
                chain.removeLast()
            }
            chain.append(point)
        }
        return chain.dropLast()
    }
    return half(sorted) + half(sorted.reversed())
}
