/// Pixels in memory: 8 bits a channel, channels interleaved, rows from the top, no padding between rows.
///
/// `channels` is 1 (grey), 3 (RGB) or 4 (RGBA, not premultiplied, or RGB with a byte unused). The origin is the top left corner.
public struct PixelBuffer: Sendable, Equatable {
    public let width: Int
    public let height: Int
    public let channels: Int
    /// `width * height * channels` bytes.
    public let bytes: [UInt8]

    /// - Precondition: `bytes` has exactly the size that the others say.
    public init(width: Int, height: Int, channels: Int, bytes: [UInt8]) {
        precondition(width > 0 && height > 0 && bytes.count == width * height * channels, "the bytes do not fill the buffer")
        self.width = width
        self.height = height
        self.channels = channels
        self.bytes = bytes
    }

    /// Fills every byte by `fill`.
    public init(
        width: Int, height: Int, channels: Int, filledBy fill: (UnsafeMutableBufferPointer<UInt8>) throws -> Void
    ) rethrows {
        let count = width * height * channels
        let bytes = try [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            try fill(UnsafeMutableBufferPointer(rebasing: buffer[..<count]))
            initialized = count
        }
        self.init(width: width, height: height, channels: channels, bytes: bytes)
    }

    /// Bytes from one row to the next.
    public var stride: Int { width * channels }

    public subscript(x: Int, y: Int, channel: Int) -> UInt8 { bytes[(y * width + x) * channels + channel] }
}

extension PixelBuffer {
    /// The pixels inside the rectangle, which must lie within.
    public func cropped(x: Int, y: Int, width: Int, height: Int) -> PixelBuffer {
        precondition(x >= 0 && y >= 0 && width > 0 && height > 0 && x + width <= self.width && y + height <= self.height)
        if x == 0, y == 0, width == self.width, height == self.height { return self }
        return PixelBuffer(width: width, height: height, channels: channels) { out in
            bytes.withUnsafeBufferPointer { from in
                for row in 0..<height {
                    let start = ((y + row) * self.width + x) * channels
                    let target = UnsafeMutableBufferPointer(rebasing: out[(row * width * channels)...])
                    _ = target.update(fromContentsOf: from[start..<start + width * channels])
                }
            }
        }
    }
}
