/// How stored pixels must be turned to stand upright: the EXIF/TIFF orientation tag, 1 to 8.
public enum Orientation: Int, Sendable, CaseIterable {
    case upright = 1
    case mirrored = 2
    case rotated180 = 3
    case flipped = 4
    case transposed = 5
    /// Turned a quarter clockwise to stand upright.
    case rotated90 = 6
    case transversed = 7
    /// Turned a quarter counter-clockwise to stand upright.
    case rotated270 = 8

    /// Whether width and height change places.
    public var swapsAxes: Bool { rawValue >= 5 }

    /// The upright size of stored pixels.
    public func size(width: Int, height: Int) -> (width: Int, height: Int) {
        swapsAxes ? (height, width) : (width, height)
    }

    /// The rectangle of the stored picture that shows an upright one.
    public func stored(
        x: Int, y: Int, width: Int, height: Int, storedWidth: Int, storedHeight: Int
    ) -> (x: Int, y: Int, width: Int, height: Int) {
        let (right, bottom) = (x + width, y + height)
        return switch self {
        case .upright: (x, y, width, height)
        case .mirrored: (storedWidth - right, y, width, height)
        case .rotated180: (storedWidth - right, storedHeight - bottom, width, height)
        case .flipped: (x, storedHeight - bottom, width, height)
        case .transposed: (y, x, height, width)
        case .rotated90: (y, storedHeight - right, height, width)
        case .transversed: (storedWidth - bottom, storedHeight - right, height, width)
        case .rotated270: (storedWidth - bottom, x, height, width)
        }
    }
}

extension PixelBuffer {
    /// Stored pixels, turned upright.
    public func oriented(_ orientation: Orientation) -> PixelBuffer {
        guard orientation != .upright else { return self }
        let (outWidth, outHeight) = orientation.size(width: width, height: height)
        // Upright (x, y) shows the stored pixel origin + x * stepX + y * stepY.
        let last = (x: (width - 1) * channels, y: (height - 1) * stride)
        let (origin, stepX, stepY): (Int, Int, Int) =
            switch orientation {
            case .upright: (0, channels, stride)
            case .mirrored: (last.x, -channels, stride)
            case .rotated180: (last.x + last.y, -channels, -stride)
            case .flipped: (last.y, channels, -stride)
            case .transposed: (0, stride, channels)
            case .rotated90: (last.y, -stride, channels)
            case .transversed: (last.x + last.y, -stride, -channels)
            case .rotated270: (last.x, stride, -channels)
            }
        return PixelBuffer(width: outWidth, height: outHeight, channels: channels) { out in
            bytes.withUnsafeBufferPointer { from in
                // Blocks keep both sides in cache when rows become columns.
                let block = 64
                for top in Swift.stride(from: 0, to: outHeight, by: block) {
                    for left in Swift.stride(from: 0, to: outWidth, by: block) {
                        for y in top..<min(top + block, outHeight) {
                            var target = (y * outWidth + left) * channels
                            var source = origin + left * stepX + y * stepY
                            for _ in left..<min(left + block, outWidth) {
                                for channel in 0..<channels { out[target + channel] = from[source + channel] }
                                target += channels
                                source += stepX
                            }
                        }
                    }
                }
            }
        }
    }
}
