import Core

/// A table of float32 vectors: `count` rows of `dimension` numbers each, one row after the other.
public struct Vectors: Sendable {
    public let count: Int
    public let dimension: Int
    /// `count * dimension` finite numbers.
    public let values: [Float]

    /// Throws `FoveaError.invalid` for a table without rows or columns, of another size than said, or with a number that is not
    /// finite; the message names the rows.
    public init(count: Int, dimension: Int, values: [Float]) throws {
        guard count > 0 else { throw FoveaError(.invalid, "There are no vectors: the table has no rows.") }
        guard dimension > 0 else { throw FoveaError(.invalid, "The vectors have no numbers: their dimension is 0.") }
        let (size, overflow) = count.multipliedReportingOverflow(by: dimension)
        guard !overflow, values.count == size else {
            throw FoveaError(.invalid, "\(count) vectors of dimension \(dimension) were announced, but there are \(values.count) numbers.")
        }
        self.count = count
        self.dimension = dimension
        self.values = values
        let bad = rows { !$0.allSatisfy(\.isFinite) }
        guard bad.isEmpty else {
            throw FoveaError(.invalid, "Numbers that are not finite (NaN, infinity or beyond float32) stand in \(Vectors.name(bad)).")
        }
    }

    public init(_ rows: [[Float]]) throws {
        let dimension = rows.first?.count ?? 0
        if let odd = rows.firstIndex(where: { $0.count != dimension }) {
            throw FoveaError(.invalid, "Row \(odd) has \(rows[odd].count) numbers, the rows before it \(dimension).")
        }
        try self.init(count: rows.count, dimension: dimension, values: rows.flatMap { $0 })
    }

    public subscript(row: Int) -> ArraySlice<Float> { values[row * dimension..<(row + 1) * dimension] }

    /// Throws `FoveaError.invalid` where `metric` is not defined for some of these vectors.
    func check(_ metric: Metric) throws {
        guard metric == .cosine else { return }
        let bad = rows { $0.allSatisfy { $0 == 0 } }
        guard bad.isEmpty else {
            throw FoveaError(.invalid, "The cosine is not defined for vectors of length zero: \(Vectors.name(bad)).")
        }
    }

    /// The rows of which `test` holds.
    private func rows(_ test: (UnsafeBufferPointer<Float>) -> Bool) -> [Int] {
        values.withUnsafeBufferPointer { values in
            (0..<count).filter { test(UnsafeBufferPointer(rebasing: values[$0 * dimension..<($0 + 1) * dimension])) }
        }
    }

    private static func name(_ rows: [Int]) -> String {
        let named = rows.prefix(5).map(String.init).joined(separator: ", ")
        return "\(rows.count == 1 ? "row" : "rows") \(named)\(rows.count > 5 ? " and \(rows.count - 5) more" : "") (counted from 0)"
    }
}
