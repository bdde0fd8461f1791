/// A square of numbers that is its own mirror image, row after row.
struct SymmetricMatrix: Sendable, Equatable {
    let size: Int
    var values: [Double]

    init(size: Int, values: [Double]) {
        precondition(values.count == size * size)
        self.size = size
        self.values = values
    }

    /// v · (M⁻¹ v), by Cholesky's factors; nil when the matrix is not positive definite.
    func inverseForm(_ vector: [Double]) -> Double? {
        var factor = values
        var solved = vector
        var form = 0.0
        for column in 0..<size {
            for row in column..<size {
                var sum = factor[row * size + column]
                for k in 0..<column { sum -= factor[row * size + k] * factor[column * size + k] }
                if row == column {
                    guard sum > 0 else { return nil }
                    factor[row * size + column] = sum.squareRoot()
                } else {
                    factor[row * size + column] = sum / factor[column * size + column]
                }
            }
            for k in 0..<column { solved[column] -= factor[column * size + k] * solved[k] }
            solved[column] /= factor[column * size + column]
            form += solved[column] * solved[column]
        }
        return form
    }
}
