extension PixelBuffer {
    /// Resized by two passes, rows first (the fewer bytes), then columns, in 32-bit floating point.
    public func resized(width outWidth: Int, height outHeight: Int, filter: ResampleFilter = .cubic) -> PixelBuffer {
        if outWidth == width, outHeight == height { return self }
        let tall = outHeight == height ? bytes : resampledRows(to: outHeight, filter)
        if outWidth == width { return PixelBuffer(width: width, height: outHeight, channels: channels, bytes: tall) }
        let weights = ResampleWeights(from: width, to: outWidth, filter: filter)
        let inWidth = width
        let channels = channels
        return PixelBuffer(width: outWidth, height: outHeight, channels: channels) { out in
            tall.withUnsafeBufferPointer { from in
                for row in 0..<outHeight {
                    let source = UnsafeBufferPointer(rebasing: from[(row * inWidth * channels)..<((row + 1) * inWidth * channels)])
                    let target = UnsafeMutableBufferPointer(
                        rebasing: out[(row * outWidth * channels)..<((row + 1) * outWidth * channels)])
                    resampleRow(source, into: target, weights, channels: channels)
                }
            }
        }
    }

    /// The longest side becomes `longest` at most; smaller pictures stay as they are.
    public func fitted(longest: Int, filter: ResampleFilter = .cubic) -> PixelBuffer {
        let (fittedWidth, fittedHeight) = Self.fittedSize(width: width, height: height, longest: longest)
        return resized(width: fittedWidth, height: fittedHeight, filter: filter)
    }

    public static func fittedSize(width: Int, height: Int, longest: Int) -> (width: Int, height: Int) {
        let side = max(width, height)
        guard side > longest else { return (width, height) }
        let scale = Double(longest) / Double(side)
        func shrunk(_ length: Int) -> Int { max(1, Int((Double(length) * scale).rounded())) }
        return (shrunk(width), shrunk(height))
    }

    /// Each output row is a weighted sum of input rows: long runs of the same operation, which the compiler vectorises.
    private func resampledRows(to outHeight: Int, _ filter: ResampleFilter) -> [UInt8] {
        let weights = ResampleWeights(from: height, to: outHeight, filter: filter)
        let stride = self.stride
        return [UInt8](unsafeUninitializedCapacity: outHeight * stride) { out, initialized in
            withUnsafeTemporaryAllocation(of: Float.self, capacity: stride) { sums in
                bytes.withUnsafeBufferPointer { from in
                    for row in 0..<outHeight {
                        for index in 0..<stride { sums[index] = 0.5 }
                        for tap in 0..<weights.taps {
                            let weight = weights.weights[row * weights.taps + tap]
                            if weight == 0 { continue }
                            let base = (weights.starts[row] + tap) * stride
                            for index in 0..<stride { sums[index] += weight * Float(from[base &+ index]) }
                        }
                        let target = row * stride
                        for index in 0..<stride { out[target &+ index] = clampedByte(sums[index]) }
                    }
                }
            }
            initialized = outHeight * stride
        }
    }
}

/// 0.5 has been added already.
@inline(__always) private func clampedByte(_ value: Float) -> UInt8 {
    UInt8(truncatingIfNeeded: Int32(min(max(value, 0), 255)))
}

@inline(__always) private func resampleRow(
    _ source: UnsafeBufferPointer<UInt8>, into target: UnsafeMutableBufferPointer<UInt8>, _ weights: ResampleWeights, channels: Int
) {
    weights.weights.withUnsafeBufferPointer { values in
        weights.starts.withUnsafeBufferPointer { starts in
            for position in 0..<starts.count {
                var first = starts[position] * channels
                let base = position * weights.taps
                switch channels {
                case 4:
                    var sum = SIMD4<Float>(repeating: 0.5)
                    for tap in 0..<weights.taps {
                        let pixel = SIMD4<UInt8>(source[first], source[first + 1], source[first + 2], source[first + 3])
                        sum += SIMD4<Float>(pixel) * values[base + tap]
                        first += 4
                    }
                    for channel in 0..<4 { target[position * 4 + channel] = clampedByte(sum[channel]) }
                case 3:
                    var (red, green, blue): (Float, Float, Float) = (0.5, 0.5, 0.5)
                    for tap in 0..<weights.taps {
                        let weight = values[base + tap]
                        red += weight * Float(source[first])
                        green += weight * Float(source[first + 1])
                        blue += weight * Float(source[first + 2])
                        first += 3
                    }
                    target[position * 3] = clampedByte(red)
                    target[position * 3 + 1] = clampedByte(green)
                    target[position * 3 + 2] = clampedByte(blue)
                default:
                    for channel in 0..<channels {
                        var sum: Float = 0.5
                        for tap in 0..<weights.taps {
                            sum += values[base + tap] * Float(source[first + tap * channels + channel])
                        }
                        target[position * channels + channel] = clampedByte(sum)
                    }
                }
            }
        }
    }
}
