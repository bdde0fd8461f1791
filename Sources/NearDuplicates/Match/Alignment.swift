/// How a copy's thumbnail lies on the original's, and how its greys follow from it.
///
/// Found by Lucas and Kanade's method (1981): steps of least squares from "the same" on, over place and grey at once, first on
/// halved thumbnails. Place is a stretch and a shift along each axis, so that each picture may be a part of the other.
struct Alignment {
    /// Where the copy's (0, 0) and (1, 1) lie in the original, whose sides are 1.
    var left: Double
    var top: Double
    var right: Double
    var bottom: Double
    var greys: Greys

    /// The copy's greys and the original's where they overlap.
    struct Greys {
        /// -1...1.
        var correlation: Double
        /// Mean of the copy's to the original's.
        var brightness: Double
        /// Spread of the copy's to the original's.
        var contrast: Double
    }

    /// Nil when they cannot be brought together: they would overlap too little, or are not alike at all.
    init?(_ copy: GreyThumbnail, on original: GreyThumbnail) {
        var state = State()
        let (smallCopy, smallOriginal) = (copy.halved, original.halved)
        for _ in 0..<8 { guard state.step(smallCopy, smallOriginal) else { return nil } }
        guard let rough = state.greys(smallCopy, smallOriginal), rough.correlation > 0.6 else { return nil }
        for _ in 0..<8 { guard state.step(copy, original) else { return nil } }
        guard let greys = state.greys(copy, original) else { return nil }
        (left, right) = (state.shift.x, state.shift.x + state.stretch.x)
        (top, bottom) = (state.shift.y, state.shift.y + state.stretch.y)
        self.greys = greys
    }

    private struct State {
        var shift = (x: 0.0, y: 0.0)
        var stretch = (x: 1.0, y: 1.0)

        /// Further than this from "the same", two pictures are no copies of each other.
        private var isSound: Bool {
            (0.7...1.4).contains(stretch.x) && (0.7...1.4).contains(stretch.y) && abs(shift.x) < 0.3 && abs(shift.y) < 0.3
        }

        /// One step of least squares over all places of the copy that lie within the original.
        mutating func step(_ copy: GreyThumbnail, _ original: GreyThumbnail) -> Bool {
            var equations = NormalEquations()
            visit(copy, original) { x, y, grey, value, slopeX, slopeY in
                equations.add((slopeX, slopeX * x, slopeY, slopeY * y, -grey, -1), equals: -value)
            }
            guard let answer = equations.solved() else { return false }
            shift.x += answer[0]
            stretch.x += answer[1]
            shift.y += answer[2]
            stretch.y += answer[3]
            // A negative is no copy.
            return isSound && answer[4] > 0
        }

        func greys(_ copy: GreyThumbnail, _ original: GreyThumbnail) -> Greys? {
            var (count, a, b, aa, bb, ab) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
            visit(copy, original) { _, _, grey, value, _, _ in
                count += 1
                a += grey
                b += value
                aa += grey * grey
                bb += value * value
                ab += grey * value
            }
            // Half of the copy lies on the original at least.
            guard count * 2 > Double(copy.side * copy.side) else { return nil }
            let (varianceA, varianceB) = (aa - a * a / count, bb - b * b / count)
            guard varianceA > 0, varianceB > 0 else { return nil }
            return Greys(
                correlation: (ab - a * b / count) / (varianceA * varianceB).squareRoot(), brightness: a / max(b, 1),
                contrast: (varianceA / varianceB).squareRoot())
        }

        /// Calls `body` with a place of the copy (sides are 1), its grey, the original's there and how that grows across and down.
        @inline(__always) private func visit(
            _ copy: GreyThumbnail, _ original: GreyThumbnail, _ body: (Double, Double, Double, Double, Double, Double) -> Void
        ) {
            let side = copy.side
            let size = Double(side)
            for row in 0..<side {
                let y = (Double(row) + 0.5) / size
                let lineY = (shift.y + stretch.y * y) * size - 0.5
                guard lineY >= 0, lineY <= size - 1 else { continue }
                for column in 0..<side {
                    let x = (Double(column) + 0.5) / size
                    let lineX = (shift.x + stretch.x * x) * size - 0.5
                    guard lineX >= 0, lineX <= size - 1 else { continue }
                    let (value, slopeX, slopeY) = original.sample(lineX, lineY)
                    body(x, y, copy.values[row * side + column], value, slopeX * size, slopeY * size)
                }
            }
        }
    }
}
