import Pixels

/// A recipe's first half at work: upright RGB in, planes of numbers out, equal to torchvision's `Resize`, `CenterCrop`, `ToTensor`
/// and `Normalize` on a Pillow image.
public struct ImagePreprocess: Sendable {
    public let recipe: EmbeddingRecipe
    /// For each channel what each byte becomes.
    private let values: [Float]

    public init(_ recipe: EmbeddingRecipe) {
        self.recipe = recipe
        values = (0..<3).flatMap { channel in
            let (mean, std) = (Float(recipe.mean[channel]), Float(recipe.std[channel]))
            return (0...255).map { (Float($0) / 255 - mean) / std }
        }
    }

    /// How many numbers an input has: 3 planes.
    public var valueCount: Int { 3 * recipe.crop * recipe.crop }

    /// - Parameter picture: upright RGB of any size.
    public func apply(_ picture: PixelBuffer, into out: UnsafeMutableBufferPointer<Float>) {
        precondition(picture.channels == 3 && out.count == valueCount)
        let side = recipe.crop
        let (width, height) = size(picture)
        let (left, top) = (Self.middle(width, side), Self.middle(height, side))
        let square = picture.exactlyResized(
            width: width, height: height, columns: left..<left + side, rows: top..<top + side,
            filter: recipe.filter == .bilinear ? .triangle : .cubic)
        square.bytes.withUnsafeBufferPointer { bytes in
            values.withUnsafeBufferPointer { values in
                for channel in 0..<3 {
                    let (plane, table) = (channel * side * side, channel * 256)
                    for at in 0..<side * side { out[plane &+ at] = values[table &+ Int(bytes[at &* 3 &+ channel])] }
                }
            }
        }
    }

    public func apply(_ picture: PixelBuffer) -> [Float] {
        [Float](unsafeUninitializedCapacity: valueCount) { buffer, initialized in
            apply(picture, into: UnsafeMutableBufferPointer(rebasing: buffer[..<valueCount]))
            initialized = valueCount
        }
    }

    /// The size after resizing. torchvision cuts the longer side to a whole number.
    private func size(_ picture: PixelBuffer) -> (width: Int, height: Int) {
        let (side, shorter) = (recipe.resize, min(picture.width, picture.height))
        if recipe.fit == .exact { return (side, side) }
        func scaled(_ length: Int) -> Int { length == shorter ? side : side * length / shorter }
        return (scaled(picture.width), scaled(picture.height))
    }

    /// Where a crop begins: half of what is left over, halves to even, as Python rounds.
    private static func middle(_ length: Int, _ part: Int) -> Int { Int((Double(length - part) / 2).rounded(.toNearestOrEven)) }
}
