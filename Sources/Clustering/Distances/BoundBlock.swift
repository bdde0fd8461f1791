import CDotProducts

/// Four vectors, side by side, whose distances to many others are bounded together.
struct BoundBlock {
    static let height = 4

    /// `dimension` times the four vectors' numbers.
    private let columns: UnsafeMutablePointer<SIMD4<Float>>
    private let norms: SIMD4<Float>

    /// The vectors at up to four places of `vectors`. Free it by `deallocate`.
    init(_ vectors: PackedVectors, _ places: ArraySlice<Int>) {
        let dimension = vectors.dimension
        columns = .allocate(capacity: dimension)
        columns.initialize(repeating: .zero, count: dimension)
        var norms = SIMD4<Float>(repeating: .infinity)
        for (row, place) in places.prefix(Self.height).enumerated() {
            let (panel, lane) = (place / PackedVectors.width, place % PackedVectors.width)
            let from = vectors.panels + panel * dimension
            for k in 0..<dimension { columns[k][row] = from[k][lane] }
            norms[row] = vectors.norms[panel][lane]
        }
        self.norms = norms
    }

    func deallocate() { columns.deallocate() }

    /// Lower bounds of the scaled squared distances of each of the four to the eight vectors of a panel.
    func bounds(_ vectors: PackedVectors, panel: Int) -> (SIMD8<Float>, SIMD8<Float>, SIMD8<Float>, SIMD8<Float>) {
        var dots = (SIMD8<Float>.zero, SIMD8<Float>.zero, SIMD8<Float>.zero, SIMD8<Float>.zero)
        withUnsafeMutableBytes(of: &dots) { out in
            dot_products_4x8(
                UnsafeRawPointer(columns).assumingMemoryBound(to: Float.self),
                UnsafeRawPointer(vectors.panels + panel * vectors.dimension).assumingMemoryBound(to: Float.self), vectors.dimension,
                out.baseAddress?.assumingMemoryBound(to: Float.self))
        }
        let norm = vectors.norms[panel]
        return (
            norm + norms.x - (dots.0 + dots.0), norm + norms.y - (dots.1 + dots.1), norm + norms.z - (dots.2 + dots.2),
            norm + norms.w - (dots.3 + dots.3)
        )
    }
}
