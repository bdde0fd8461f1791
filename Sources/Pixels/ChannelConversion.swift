extension PixelBuffer {
    /// RGB over a background, by the alpha of each pixel; what has no alpha comes back as RGB.
    public func flattened(over background: (UInt8, UInt8, UInt8) = (255, 255, 255)) -> PixelBuffer {
        guard channels == 4 else { return self }
        let under: (UInt32, UInt32, UInt32) = (UInt32(background.0), UInt32(background.1), UInt32(background.2))
        return PixelBuffer(width: width, height: height, channels: 3) { out in
            bytes.withUnsafeBufferPointer { from in
                for pixel in 0..<width * height {
                    let alpha = UInt32(from[pixel * 4 + 3])
                    let rest = 255 - alpha
                    out[pixel * 3] = UInt8((UInt32(from[pixel * 4]) * alpha + under.0 * rest + 127) / 255)
                    out[pixel * 3 + 1] = UInt8((UInt32(from[pixel * 4 + 1]) * alpha + under.1 * rest + 127) / 255)
                    out[pixel * 3 + 2] = UInt8((UInt32(from[pixel * 4 + 2]) * alpha + under.2 * rest + 127) / 255)
                }
            }
        }
    }

    /// RGB: grey repeated, the fourth channel left out.
    public func rgb() -> PixelBuffer {
        guard channels != 3 else { return self }
        return PixelBuffer(width: width, height: height, channels: 3) { out in
            bytes.withUnsafeBufferPointer { from in
                for pixel in 0..<width * height {
                    let source = pixel * channels
                    out[pixel * 3] = from[source]
                    out[pixel * 3 + 1] = channels == 1 ? from[source] : from[source + 1]
                    out[pixel * 3 + 2] = channels == 1 ? from[source] : from[source + 2]
                }
            }
        }
    }

    /// RGB of four ink channels (0 is no ink), by multiplication, without a colour profile: r = (255 - c)(255 - k) / 255.
    ///
    /// - Parameter inverted: 255 is no ink, as Adobe writes it into JPEG.
    public func rgbFromCMYK(inverted: Bool) -> PixelBuffer {
        precondition(channels == 4)
        return PixelBuffer(width: width, height: height, channels: 3) { out in
            bytes.withUnsafeBufferPointer { from in
                let flip: UInt8 = inverted ? 0 : 255
                for pixel in 0..<width * height {
                    let light = UInt32(from[pixel * 4 + 3] ^ flip)
                    for channel in 0..<3 {
                        let product = UInt32(from[pixel * 4 + channel] ^ flip) * light + 128
                        out[pixel * 3 + channel] = UInt8((product + (product >> 8)) >> 8)
                    }
                }
            }
        }
    }
}
