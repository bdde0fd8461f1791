/// What a picture may cost before it is refused unread.
public struct ImageLimits: Sendable {
    /// Bytes of the file.
    public var bytes: Int
    /// Width times height.
    public var pixels: Int
    /// Either side.
    public var side: Int

    public init(bytes: Int = 256 << 20, pixels: Int = 250_000_000, side: Int = 65_535) {
        self.bytes = bytes
        self.pixels = pixels
        self.side = side
    }

    public static let standard = ImageLimits()
}
