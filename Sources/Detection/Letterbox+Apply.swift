import Pixels

extension Letterbox {
    /// How many numbers an input has: 3 planes.
    public var valueCount: Int { 3 * inputWidth * inputHeight }

    /// Writes the input: three planes (red, green, blue) of rows, each value a byte divided by 255.
    ///
    /// - Parameters:
    ///   - picture: upright RGB of the source size.
    ///   - values: `valueCount` of them.
    public func apply(_ picture: PixelBuffer, into values: UnsafeMutableBufferPointer<Float>) {
        precondition(picture.channels == 3 && picture.width == sourceWidth && picture.height == sourceHeight)
        precondition(values.count == valueCount)
        values.update(repeating: Self.fractions[Int(Self.fill)])
        let plane = inputWidth * inputHeight
        let width = scaledWidth
        let write: (Int, UnsafePointer<UInt8>) -> Void = { row, bytes in
            Self.fractions.withUnsafeBufferPointer { fractions in
                guard let base = values.baseAddress else { return }
                let start = base + (row + self.top) * self.inputWidth + self.left
                for x in 0..<width {
                    start[x] = fractions[Int(bytes[x &* 3])]
                    start[plane &+ x] = fractions[Int(bytes[x &* 3 &+ 1])]
                    start[2 &* plane &+ x] = fractions[Int(bytes[x &* 3 &+ 2])]
                }
            }
        }
        picture.bytes.withUnsafeBufferPointer { bytes in
            guard let base = bytes.baseAddress else { return }
            if scaledWidth == sourceWidth, scaledHeight == sourceHeight {
                for row in 0..<scaledHeight { write(row, base + row * sourceWidth * 3) }
            } else {
                BilinearResize(fromWidth: sourceWidth, fromHeight: sourceHeight, toWidth: scaledWidth, toHeight: scaledHeight)
                    .rows(of: base, write)
            }
        }
    }

    public func apply(_ picture: PixelBuffer) -> [Float] {
        [Float](unsafeUninitializedCapacity: valueCount) { buffer, initialized in
            apply(picture, into: UnsafeMutableBufferPointer(rebasing: buffer[..<valueCount]))
            initialized = valueCount
        }
    }

    /// Each byte over 255.
    private static let fractions: [Float] = (0...255).map { Float($0) / 255 }
}
