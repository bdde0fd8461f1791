/// A picture that is an annotation: its pixels are numbers, not colours to look at, so nothing is converted, scaled or turned.
public struct LabelMap: Sendable, Equatable {
    public let width: Int
    public let height: Int
    /// 1: indices of the palette, or greys; 3: red, green, blue.
    public let channels: Int
    /// Row by row, `width * height * channels`.
    public let bytes: [UInt8]
    /// Red, green and blue of each index; empty when the picture has none.
    public let palette: [UInt8]

    /// - Precondition: `bytes` has exactly the size that the others say, and `palette` at most 256 colours.
    public init(width: Int, height: Int, channels: Int, bytes: [UInt8], palette: [UInt8] = []) {
        precondition(width > 0 && height > 0 && bytes.count == width * height * channels, "the bytes do not fill the map")
        precondition(palette.count.isMultiple(of: 3) && palette.count <= 768, "no palette of a PNG")
        self.width = width
        self.height = height
        self.channels = channels
        self.bytes = bytes
        self.palette = palette
    }

    /// What a pixel says, counted row by row: its index or grey, or red + 256 green + 65536 blue.
    public func value(at pixel: Int) -> UInt32 {
        guard channels == 3 else { return UInt32(bytes[pixel]) }
        return UInt32(bytes[pixel * 3]) | UInt32(bytes[pixel * 3 + 1]) << 8 | UInt32(bytes[pixel * 3 + 2]) << 16
    }
}
