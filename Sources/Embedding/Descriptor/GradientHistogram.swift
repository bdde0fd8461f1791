/// Which way edges run where: in each cell of a 6 x 6 grid eight directions of the gradient, without its sign, weighted by its size
/// (after Dalal and Triggs 2005, "Histograms of oriented gradients for human detection").
enum GradientHistogram {
    private static let grid = 6
    private static let directions = 8
    static let count = grid * grid * directions
    /// Tangents of 22.5 and 67.5 degrees in 65536ths: directions are told apart without an arc tangent.
    private static let low = 27146
    private static let high = 158_218

    static func of(_ grey: Grey) -> [Int] {
        var bins = [Int](repeating: 0, count: count)
        let cell = Descriptor.side / grid
        for y in 1..<Descriptor.side - 1 {
            for x in 1..<Descriptor.side - 1 {
                let (dx, dy) = (grey[x + 1, y] - grey[x - 1, y], grey[x, y + 1] - grey[x, y - 1])
                guard dx != 0 || dy != 0 else { continue }
                bins[(y / cell * grid + x / cell) * directions + direction(dx, dy)] += abs(dx) + abs(dy)
            }
        }
        return bins
    }

    /// One of eight parts of the half circle.
    private static func direction(_ dx: Int, _ dy: Int) -> Int {
        let (across, up) = dy < 0 || (dy == 0 && dx < 0) ? (-dx, -dy) : (dx, dy)
        let (length, height) = (abs(across) << 16, up << 16)
        let part = height < abs(across) * low ? 0 : height < length ? 1 : height < abs(across) * high ? 2 : 3
        return across >= 0 ? part : 7 - part
    }
}
