/// Least squares of six unknowns, gathered equation by equation.
struct NormalEquations {
    private var matrix = [Double](repeating: 0, count: 36)
    private var right = [Double](repeating: 0, count: 6)

    mutating func add(_ row: (Double, Double, Double, Double, Double, Double), equals value: Double) {
        withUnsafeBytes(of: row) { bytes in
            let row = bytes.bindMemory(to: Double.self)
            for i in 0..<6 {
                right[i] += row[i] * value
                for j in i..<6 { matrix[i * 6 + j] += row[i] * row[j] }
            }
        }
    }

    /// By Gauss's elimination with the largest pivot; nil when the equations leave something open.
    func solved() -> [Double]? {
        var rows = (0..<6).map { i in (0..<6).map { j in matrix[min(i, j) * 6 + max(i, j)] } + [right[i]] }
        for step in 0..<6 {
            guard let pivot = (step..<6).max(by: { abs(rows[$0][step]) < abs(rows[$1][step]) }), abs(rows[pivot][step]) > 1e-9 else { return nil }
            rows.swapAt(step, pivot)
            for other in 0..<6 where other != step {
                let factor = rows[other][step] / rows[step][step]
                for column in step...6 { rows[other][column] -= factor * rows[step][column] }
            }
        }
        return (0..<6).map { rows[$0][6] / rows[$0][$0] }
    }
}
