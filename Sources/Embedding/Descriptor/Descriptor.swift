import Pixels

/// A description of a picture by its colours, edges and texture, without any learnt weight: what can be had on a machine without a
/// model. It finds pictures that look alike, not ones that mean the same.
///
/// Always the same numbers for the same pixels: whole-number arithmetic but for square roots, which IEEE 754 rounds exactly.
public enum Descriptor {
    /// Changes whenever the numbers would.
    public static let version = 1
    /// The picture is shrunk to a square of this side.
    static let side = 96

    public static let dimension = ColourHistogram.count + GradientHistogram.count + TextureHistogram.count

    /// - Parameter picture: upright RGB.
    /// - Returns: `dimension` numbers of length 1 together.
    public static func of(_ picture: PixelBuffer) -> [Float] {
        precondition(picture.channels == 3)
        let square = picture.resized(width: side, height: side, filter: .box)
        let grey = Grey(square)
        let parts = [ColourHistogram.of(square), GradientHistogram.of(grey), TextureHistogram.of(grey)]
        return unit(parts.flatMap { unit($0.map { Float($0).squareRoot() }) })
    }

    /// Scaled to length 1. Each part counts the same; one that is empty (the edges of a blank picture) counts for nothing.
    private static func unit(_ values: [Float]) -> [Float] {
        let length = values.reduce(Float(0)) { $0 + $1 * $1 }.squareRoot()
        return length > 0 ? values.map { $0 / length } : values
    }
}

/// Brightness of the shrunk picture, 0...255 a pixel (Rec. 601, in 256ths).
struct Grey {
    let values: [Int]

    init(_ square: PixelBuffer) {
        values = square.bytes.withUnsafeBufferPointer { bytes in
            (0..<square.width * square.height).map { (at: Int) -> Int in
                let (red, green, blue) = (Int(bytes[at * 3]), Int(bytes[at * 3 + 1]), Int(bytes[at * 3 + 2]))
                return (77 * red + 150 * green + 29 * blue) >> 8
            }
        }
    }

    subscript(x: Int, y: Int) -> Int { values[y * Descriptor.side + x] }
}
