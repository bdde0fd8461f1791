import Pixels

/// A small square of greys to be laid on another one.
struct GreyThumbnail {
    let side: Int
    /// Rows from the top.
    let values: [Double]

    init(_ signature: PictureSignature, turned turn: Orientation = .upright) {
        side = PictureSignature.thumbnailSide
        let pixels = PixelBuffer(width: side, height: side, channels: 1, bytes: signature.thumbnail)
        values = pixels.oriented(turn).bytes.map { Double($0) }
    }

    private init(side: Int, values: [Double]) {
        self.side = side
        self.values = values
    }

    /// Every four in one.
    var halved: GreyThumbnail {
        let half = side / 2
        return GreyThumbnail(
            side: half,
            values: (0..<half * half).map { index in
                let at = index / half * 2 * side + index % half * 2
                return (values[at] + values[at + 1] + values[at + side] + values[at + side + 1]) / 4
            })
    }

    /// Between the middles of four, bilinear: the grey, and how it grows to the right and down.
    @inline(__always) func sample(_ x: Double, _ y: Double) -> (Double, Double, Double) {
        let (column, row) = (min(Int(x), side - 2), min(Int(y), side - 2))
        let (right, down) = (x - Double(column), y - Double(row))
        let at = row * side + column
        let (a, b, c, d) = (values[at], values[at + 1], values[at + side], values[at + side + 1])
        let (above, below) = (a + right * (b - a), c + right * (d - c))
        return (above + down * (below - above), (b - a) + down * ((d - c) - (b - a)), below - above)
    }
}
