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
        let dimension = vectors.dimension
        let others = vectors.panels + panel &* dimension
        var (a, b, c, d) = (SIMD8<Float>.zero, SIMD8<Float>.zero, SIMD8<Float>.zero, SIMD8<Float>.zero)
        for k in 0..<dimension {
            let (four, eight) = (columns[k], others[k])
            a += eight * four.x
            b += eight * four.y
            c += eight * four.z
            d += eight * four.w
        }
        let norm = vectors.norms[panel]
        return (norm + norms.x - (a + a), norm + norms.y - (b + b), norm + norms.z - (c + c), norm + norms.w - (d + d))
    }
}
