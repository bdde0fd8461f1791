import Glibc

extension RotatedBox {
    /// The box with these corners, in the order of `corners`; nil when they are no rectangle. What rounding of decimals did to
    /// nine places is taken back, so that a box that was written as corners comes back as it was.
    ///
    /// - Parameter tolerance: pixels that a corner may be off.
    public init?(corners: [Point], tolerance: Double = 0.01) {
        guard corners.count == 4, corners.allSatisfy(\.isFinite) else { return nil }
        let (across, down) = (corners[1] - corners[0], corners[3] - corners[0])
        var box = RotatedBox(
            cx: Self.tidy((corners[0].x + corners[2].x) / 2), cy: Self.tidy((corners[0].y + corners[2].y) / 2),
            width: Self.tidy(hypot(across.x, across.y)), height: Self.tidy(hypot(down.x, down.y)),
            angle: Self.tidy(atan2(across.y, across.x) * 180 / .pi))
        guard box.width > 0, box.height > 0 else { return nil }
        if box.angle < 0 { box.angle = Self.tidy(box.angle + 360) }
        for (found, given) in zip(box.corners, corners) where max(abs(found.x - given.x), abs(found.y - given.y)) > tolerance { return nil }
        self = box
    }

    private static func tidy(_ value: Double) -> Double { (value * 1e9).rounded() / 1e9 }
}

private func - (a: Point, b: Point) -> Point { Point(a.x - b.x, a.y - b.y) }
