/// Eigenvalues and eigenvectors of a small symmetric matrix, by Jacobi's rotations (Golub and Van Loan, Matrix Computations,
/// section 8.5).
enum SymmetricEigen {
    /// - Parameter matrix: `size * size` numbers.
    /// - Returns: the eigenvalues, largest first, and for each its vector of `size` numbers.
    static func solve(_ matrix: [Double], size: Int) -> (values: [Double], vectors: [[Double]]) {
        var a = matrix
        var v = [Double](repeating: 0, count: size * size)
        for i in 0..<size { v[i * size + i] = 1 }
        let norm = a.reduce(0) { $0 + $1 * $1 }
        // Converges quadratically: some ten sweeps for any size met here.
        for _ in 0..<60 {
            var off = 0.0
            for p in 0..<size { for q in p + 1..<max(p + 1, size) { off += a[p * size + q] * a[p * size + q] } }
            if off <= norm * 1e-30 { break }
            for p in 0..<size { for q in p + 1..<max(p + 1, size) { rotate(&a, &v, size, p, q) } }
        }
        let order = (0..<size).sorted { (-a[$0 * size + $0], $0) < (-a[$1 * size + $1], $1) }
        return (order.map { a[$0 * size + $0] }, order.map { column in (0..<size).map { v[$0 * size + column] } })
    }

    /// Makes the numbers at (p, q) and (q, p) zero.
    private static func rotate(_ a: inout [Double], _ v: inout [Double], _ size: Int, _ p: Int, _ q: Int) {
        let apq = a[p * size + q]
        guard apq != 0 else { return }
        let theta = (a[q * size + q] - a[p * size + p]) / (2 * apq)
        let t = (theta < 0 ? -1 : 1) / (abs(theta) + (theta * theta + 1).squareRoot())
        let c = 1 / (t * t + 1).squareRoot()
        let s = t * c
        for k in 0..<size {
            let (akp, akq) = (a[k * size + p], a[k * size + q])
            a[k * size + p] = c * akp - s * akq
            a[k * size + q] = s * akp + c * akq
        }
        for k in 0..<size {
            let (apk, aqk) = (a[p * size + k], a[q * size + k])
            a[p * size + k] = c * apk - s * aqk
            a[q * size + k] = s * apk + c * aqk
            let (vkp, vkq) = (v[k * size + p], v[k * size + q])
            v[k * size + p] = c * vkp - s * vkq
            v[k * size + q] = s * vkp + c * vkq
        }
    }
}
