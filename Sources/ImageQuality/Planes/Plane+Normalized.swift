extension Plane {
    /// Mean-subtracted, contrast-normalised coefficients (Mittal 2012, equations 1 to 3): what is left of each value when the
    /// mean around it is taken away, over the deviation around it plus `constant`.
    ///
    /// - Parameter epsilon: added under the root.
    func normalized(_ window: GaussianWindow, border: Border, constant: Double, epsilon: Double) -> Plane {
        let radius = GaussianWindow.radius
        let columns = width + 2 * radius + Self.slack
        return withRows { from in
            Plane(width: width, height: height) { out in
                // Weighted sums of seven rows, of the values and of their squares, with the rim on both sides.
                withUnsafeTemporaryAllocation(of: Double.self, capacity: 4 * columns) { room in
                    guard let start = room.baseAddress else { return }
                    start.initialize(repeating: 0, count: 4 * columns)
                    let (means, squares, nothing) = (start, start + columns, UnsafePointer(start + 2 * columns))
                    for y in 0..<height {
                        func row(_ offset: Int) -> UnsafePointer<Double> {
                            let at = y + offset
                            if border == .zero, at < 0 || at >= height { return nothing }
                            return from + min(max(at, 0), height - 1) * width
                        }
                        down((row(-3), row(-2), row(-1), row(0), row(1), row(2), row(3)), window, means + radius, squares + radius)
                        for rim in 0..<radius {
                            let (left, right) =
                                border == .zero ? (nothing, nothing) : (UnsafePointer(means) + radius, UnsafePointer(means) + radius + width - 1)
                            let (left2, right2) =
                                border == .zero ? (nothing, nothing) : (UnsafePointer(squares) + radius, UnsafePointer(squares) + radius + width - 1)
                            (means[rim], means[radius + width + rim]) = (left.pointee, right.pointee)
                            (squares[rim], squares[radius + width + rim]) = (left2.pointee, right2.pointee)
                        }
                        across(
                            UnsafePointer(means), UnsafePointer(squares), window, from + y * width, constant, epsilon, out + y * width)
                    }
                }
            }
        }
    }

    private typealias Rows = (
        UnsafePointer<Double>, UnsafePointer<Double>, UnsafePointer<Double>, UnsafePointer<Double>, UnsafePointer<Double>,
        UnsafePointer<Double>, UnsafePointer<Double>
    )

    @inline(__always) private func down(
        _ rows: Rows, _ window: GaussianWindow, _ means: UnsafeMutablePointer<Double>, _ squares: UnsafeMutablePointer<Double>
    ) {
        let (w0, w1, w2, w3) = window.weights
        var x = 0
        while x < width {
            let (a, b, c, d) = (rows.0.lanes(x), rows.1.lanes(x), rows.2.lanes(x), rows.3.lanes(x))
            let (e, f, g) = (rows.4.lanes(x), rows.5.lanes(x), rows.6.lanes(x))
            means.put((a + g) * w0 + (b + f) * w1 + (c + e) * w2 + d * w3, at: x)
            squares.put((a * a + g * g) * w0 + (b * b + f * f) * w1 + (c * c + e * e) * w2 + d * d * w3, at: x)
            x &+= 4
        }
    }

    @inline(__always) private func across(
        _ means: UnsafePointer<Double>, _ squares: UnsafePointer<Double>, _ window: GaussianWindow, _ values: UnsafePointer<Double>,
        _ constant: Double, _ epsilon: Double, _ out: UnsafeMutablePointer<Double>
    ) {
        let (w0, w1, w2, w3) = window.weights
        for x in 0..<width {
            let mean =
                (means[x] + means[x &+ 6]) * w0 + (means[x &+ 1] + means[x &+ 5]) * w1 + (means[x &+ 2] + means[x &+ 4]) * w2 + means[x &+ 3] * w3
            let square =
                (squares[x] + squares[x &+ 6]) * w0 + (squares[x &+ 1] + squares[x &+ 5]) * w1 + (squares[x &+ 2] + squares[x &+ 4]) * w2 + squares[
                    x &+ 3] * w3
            out[x] = (values[x] - mean) / (((square - mean * mean).magnitude + epsilon).squareRoot() + constant)
        }
    }
}
