/// The assignment problem, solved exactly in O(n² m) by shortest augmenting paths with potentials (Kuhn 1955, Munkres 1957;
/// the form of Jonker and Volgenant 1987).
public enum Hungarian {
    /// Pairs of a row and a column, each used once at most, whose weights sum to the most that is possible. Weights are finite
    /// and not negative; pairs of weight 0 are left out. The matrix may be of any shape; rows are of one length.
    public static func maximum(_ weights: [[Double]]) -> [(row: Int, column: Int)] {
        guard let columns = weights.first?.count, columns > 0 else { return [] }
        let pairs: [(row: Int, column: Int)]
        if weights.count <= columns {
            pairs = minimum(rows: weights.count, columns: columns) { -weights[$0][$1] }
        } else {
            pairs = minimum(rows: columns, columns: weights.count) { -weights[$1][$0] }.map { (row: $0.column, column: $0.row) }
        }
        return pairs.filter { weights[$0.row][$0.column] > 0 }.sorted { $0.row < $1.row }
    }

    /// Gives every row a column of its own at the least cost; `rows` is at most `columns`. Index 0 of the arrays is a place
    /// where each search begins.
    private static func minimum(rows: Int, columns: Int, _ cost: (Int, Int) -> Double) -> [(row: Int, column: Int)] {
        var ofRow = [Double](repeating: 0, count: rows + 1)
        var ofColumn = [Double](repeating: 0, count: columns + 1)
        var rowAt = [Int](repeating: 0, count: columns + 1)
        var before = [Int](repeating: 0, count: columns + 1)
        for row in 1...rows {
            rowAt[0] = row
            var column = 0
            var least = [Double](repeating: .infinity, count: columns + 1)
            var isDone = [Bool](repeating: false, count: columns + 1)
            repeat {
                isDone[column] = true
                let at = rowAt[column]
                var delta = Double.infinity
                var next = 0
                for other in 1...columns where !isDone[other] {
                    let reduced = cost(at - 1, other - 1) - ofRow[at] - ofColumn[other]
                    if reduced < least[other] {
                        least[other] = reduced
                        before[other] = column
                    }
                    if least[other] < delta {
                        delta = least[other]
                        next = other
                    }
                }
                for other in 0...columns {
                    if isDone[other] {
                        ofRow[rowAt[other]] += delta
                        ofColumn[other] -= delta
                    } else {
                        least[other] -= delta
                    }
                }
                column = next
            } while rowAt[column] != 0
            while column != 0 {
                let previous = before[column]
                rowAt[column] = rowAt[previous]
                column = previous
            }
        }
        return (1...columns).compactMap { rowAt[$0] == 0 ? nil : (row: rowAt[$0] - 1, column: $0 - 1) }
    }
}
