/// What the surface is like: in each cell of a 3 x 3 grid how often each uniform local binary pattern is met, whichever way it is
/// turned (Ojala, Pietikäinen and Mäenpää 2002, "Multiresolution gray-scale and rotation invariant texture classification").
enum TextureHistogram {
    private static let grid = 3
    private static let patterns = 10
    static let count = grid * grid * patterns
    /// A neighbour counts as brighter only by more than this, so that noise in flat places is no texture.
    private static let threshold = 3
    private static let ring = [(-1, -1), (0, -1), (1, -1), (1, 0), (1, 1), (0, 1), (-1, 1), (-1, 0)]

    static func of(_ grey: Grey) -> [Int] {
        var bins = [Int](repeating: 0, count: count)
        let cell = Descriptor.side / grid
        for y in 1..<Descriptor.side - 1 {
            for x in 1..<Descriptor.side - 1 {
                bins[(y / cell * grid + x / cell) * patterns + pattern(grey, x, y)] += 1
            }
        }
        return bins
    }

    /// The number of brighter neighbours, when they stand together; 9 when they do not.
    private static func pattern(_ grey: Grey, _ x: Int, _ y: Int) -> Int {
        let limit = grey[x, y] + threshold
        var (brighter, changes) = (0, 0)
        var last = grey[x + ring[7].0, y + ring[7].1] > limit
        for (dx, dy) in ring {
            let isBrighter = grey[x + dx, y + dy] > limit
            if isBrighter { brighter += 1 }
            if isBrighter != last { changes += 1 }
            last = isBrighter
        }
        return changes <= 2 ? brighter : 9
    }
}
