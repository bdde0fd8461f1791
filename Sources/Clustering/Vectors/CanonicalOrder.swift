/// An order of the rows that only their content decides: number by number, lower first. Whatever is computed in it does not
/// depend on the order of the input; rows that are equal throughout are interchangeable.
enum CanonicalOrder {
    /// The rows of `vectors`, sorted. -0 and 0 are one number.
    static func of(_ vectors: Vectors) -> [Int] {
        let dimension = vectors.dimension
        return vectors.values.withUnsafeBufferPointer { values in
            (0..<vectors.count).sorted { a, b in
                for (x, y) in zip(values[a * dimension..<(a + 1) * dimension], values[b * dimension..<(b + 1) * dimension]) where x != y {
                    return x < y
                }
                return a < b
            }
        }
    }
}
