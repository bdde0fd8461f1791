import ImageCodecs
import Pixels

/// Pictures that tests draw.
enum Picture {
    static var square: [UInt8] { get throws { try png(64, 48) { x, y in (8..<24).contains(x) && (8..<24).contains(y) ? 220 : 60 } } }

    /// A grey picture, PNG.
    static func png(_ width: Int, _ height: Int, _ value: (Int, Int) -> UInt8) throws -> [UInt8] {
        let pixels = PixelBuffer(width: width, height: height, channels: 3) { out in
            for index in 0..<width * height {
                let grey = value(index % width, index / width)
                for channel in 0..<3 { out[index * 3 + channel] = grey }
            }
        }
        return try ImageEncoder.encode(pixels, as: .png(compression: 1))
    }
}
