import Pixels

/// Which colours lie where: in each cell of a 3 x 3 grid twelve hues, weighted by how strong the colour is, and four greys.
enum ColourHistogram {
    private static let grid = 3
    private static let hues = 12
    private static let greys = 4
    static let count = grid * grid * (hues + greys)

    static func of(_ square: PixelBuffer) -> [Int] {
        var bins = [Int](repeating: 0, count: count)
        let cell = Descriptor.side / grid
        for y in 0..<Descriptor.side {
            for x in 0..<Descriptor.side {
                let first = (y / cell * grid + x / cell) * (hues + greys)
                let (red, green, blue) = (Int(square[x, y, 0]), Int(square[x, y, 1]), Int(square[x, y, 2]))
                let (most, least) = (max(red, green, blue), min(red, green, blue))
                let strength = most - least
                if strength > 0 { bins[first + hue(red, green, blue, most, strength)] += strength }
                bins[first + hues + most * greys / 256] += 255 - strength
            }
        }
        return bins
    }

    /// The hexagon of hues (HSV) in twelve equal parts.
    private static func hue(_ red: Int, _ green: Int, _ blue: Int, _ most: Int, _ strength: Int) -> Int {
        let turn: Int
        switch most {
        case red: turn = green - blue
        case green: turn = 2 * strength + blue - red
        default: turn = 4 * strength + red - green
        }
        let whole = 6 * strength
        return (turn + whole) % whole * hues / whole
    }
}
