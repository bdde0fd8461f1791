import Glibc

/// The 16 x 16 lowest coefficients of the orthonormal two-dimensional discrete cosine transform (type II) of grey cells.
struct Frequencies {
    static let side = 16
    /// Row `v`, column `u`: `v` waves from top to bottom, `u` from left to right; the first is the mean times 64.
    let values: [Double]

    init(_ cells: GreyCells) {
        let (size, side) = (GreyCells.side, Self.side)
        // Across, then down.
        var across = [Double](repeating: 0, count: size * side)
        for y in 0..<size {
            for u in 0..<side {
                var sum = 0.0
                for x in 0..<size { sum += cells.values[y * size + x] * Self.waves[u * size + x] }
                across[y * side + u] = sum
            }
        }
        var values = [Double](repeating: 0, count: side * side)
        for v in 0..<side {
            for y in 0..<size {
                let wave = Self.waves[v * size + y]
                for u in 0..<side { values[v * side + u] += wave * across[y * side + u] }
            }
        }
        self.values = values
    }

    private static let waves: [Double] = (0..<side).flatMap { wave -> [Double] in
        let size = Double(GreyCells.side)
        let scale = (wave == 0 ? 1 / size : 2 / size).squareRoot()
        return (0..<GreyCells.side).map { scale * cos(Double.pi * (Double($0) + 0.5) * Double(wave) / size) }
    }
}
