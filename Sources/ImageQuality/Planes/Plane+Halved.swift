/// Half the width and height, in the two ways of the references.
extension Plane {
    /// As OpenCV's `resize` by a half with `INTER_CUBIC`: four neighbours (a = -0.75), no smoothing before, the nearest pixel
    /// again beyond the rim. An odd length is halved to the even neighbour.
    func halvedAsOpenCV() -> Plane {
        func half(_ length: Int) -> Int { max(1, Int((Double(length) / 2).rounded(.toNearestOrEven))) }
        return halved(width: half(width), height: half(height), [-0.09375, 0.59375, 0.59375, -0.09375]) { index, length in
            min(max(index, 0), length - 1)
        }
    }

    /// As MATLAB's `imresize` by a half: bicubic (a = -0.5), widened to eight neighbours against aliasing, mirrored beyond the
    /// rim. An odd length is rounded up.
    func halvedAsMATLAB() -> Plane {
        let cubic = [1.75, 1.25, 0.75, 0.25].map { distance in
            distance <= 1
                ? 1.5 * distance * distance * distance - 2.5 * distance * distance + 1
                : -0.5 * distance * distance * distance + 2.5 * distance * distance - 4 * distance + 2
        }
        let whole = 2 * cubic.reduce(0, +)
        let weights = (cubic + cubic.reversed()).map { $0 / whole }
        return halved(width: (width + 1) / 2, height: (height + 1) / 2, weights, Self.mirror)
    }

    /// - Parameters:
    ///   - weights: an even number, around the middle between two neighbours.
    ///   - inside: where a value beyond the rim is taken from.
    private func halved(width outWidth: Int, height outHeight: Int, _ weights: [Double], _ inside: (Int, Int) -> Int) -> Plane {
        let taps = weights.count
        let first = 1 - taps / 2
        let columns = (0..<outWidth).flatMap { x in (0..<taps).map { inside(2 * x + first + $0, width) } }
        return withRows { from in
            Plane(width: outWidth, height: outHeight) { out in
                withUnsafeTemporaryAllocation(of: Double.self, capacity: width + Self.slack) { room in
                    guard let sums = room.baseAddress else { return }
                    for y in 0..<outHeight {
                        let rows = (0..<taps).map { from + inside(2 * y + first + $0, height) * width }
                        var x = 0
                        while x < width {
                            var sum = rows[0].lanes(x) * weights[0]
                            for tap in 1..<taps { sum += rows[tap].lanes(x) * weights[tap] }
                            sums.put(sum, at: x)
                            x &+= 4
                        }
                        let target = out + y * outWidth
                        for x in 0..<outWidth {
                            var sum = 0.0
                            for tap in 0..<taps { sum += sums[columns[x &* taps &+ tap]] * weights[tap] }
                            target[x] = sum
                        }
                    }
                }
            }
        }
    }
}
