/// Some of the candidates, few enough for the second cache, with how far each lies from what is covered so far.
struct CandidatePart: Sendable {
    private static let most = 128

    private let block: Int
    /// Ascending.
    private let rows: [Int]
    /// Squared distances; infinite while nothing is covered.
    private var squares: [Float]

    /// Rows by the block of the table in which they lie, ascending in both.
    static func byBlock(_ rows: [Int]) -> [(block: Int, rows: [Int])] {
        var blocks: [(block: Int, rows: [Int])] = []
        for row in rows.sorted() {
            if blocks.last?.block != UnitTable.block(of: row) { blocks.append((UnitTable.block(of: row), [])) }
            blocks[blocks.count - 1].rows.append(row)
        }
        return blocks
    }

    static func divide(_ candidates: [Int], of table: UnitTable) -> [CandidatePart] {
        byBlock(candidates).flatMap { block, rows in
            stride(from: 0, to: rows.count, by: most).map { start in
                let part = Array(rows[start..<min(rows.count, start + most)])
                return CandidatePart(block: block, rows: part, squares: Array(repeating: .infinity, count: part.count))
            }
        }
    }

    /// The farthest from what is covered; of equally far ones the lowest row.
    var farthest: FarthestFirst.Farthest? {
        guard var best = rows.indices.first else { return nil }
        for index in rows.indices where squares[index] > squares[best] { best = index }
        return FarthestFirst.Farthest(row: rows[best], square: squares[best])
    }

    /// Takes it into account that these rows are covered now.
    mutating func approach(_ covered: [(block: Int, rows: [Int])], in table: UnitTable) {
        let dimension = table.dimension
        table.withBlock(block) { mine in
            for (other, centres) in covered {
                table.withBlock(other) { theirs in
                    for centre in centres {
                        let from = theirs + UnitTable.place(of: centre) * dimension
                        for index in rows.indices {
                            let square = UnitTable.square(mine + UnitTable.place(of: rows[index]) * dimension, from, dimension)
                            if square < squares[index] { squares[index] = square }
                        }
                    }
                }
            }
        }
    }
}
