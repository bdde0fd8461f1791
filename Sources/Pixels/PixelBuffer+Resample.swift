/// The two passes of resizing, in fixed point of 14 bits, 16 bytes or two pixels at a time.
extension PixelBuffer {
    /// Each output row is a weighted sum of input rows.
    func resampledDown(to outHeight: Int, _ filter: ResampleFilter) -> PixelBuffer {
        let window = ResampleWeights(from: height, to: outHeight, filter: filter)
        let stride = self.stride
        return PixelBuffer(width: width, height: outHeight, channels: channels) { out in
            bytes.withUnsafeBufferPointer { from in
                window.weights.withUnsafeBufferPointer { weights in
                    guard let from = from.baseAddress, let out = out.baseAddress, let weights = weights.baseAddress else { return }
                    for row in 0..<outHeight {
                        sumRows(
                            from + window.starts[row] * stride, stride: stride, weights + row * window.taps, taps: window.taps,
                            into: out + row * stride)
                    }
                }
            }
        }
    }

    /// Each output pixel is a weighted sum of pixels of its row.
    func resampledAcross(to outWidth: Int, _ filter: ResampleFilter) -> PixelBuffer {
        let window = ResampleWeights(from: width, to: outWidth, filter: filter)
        let channels = self.channels
        return PixelBuffer(width: outWidth, height: height, channels: channels) { out in
            bytes.withUnsafeBufferPointer { from in
                window.weights.withUnsafeBufferPointer { weights in
                    guard let from = from.baseAddress, let out = out.baseAddress, let weights = weights.baseAddress else { return }
                    for row in 0..<height {
                        let (source, target) = (from + row * stride, out + row * outWidth * channels)
                        for x in 0..<outWidth {
                            let (first, own) = (source + window.starts[x] * channels, weights + x * window.taps)
                            if channels == 4, window.taps > 1 {
                                sumPairs(first, own, taps: window.taps, into: target + x * 4)
                            } else {
                                sumPixels(first, own, taps: window.taps, channels: channels, into: target + x * channels)
                            }
                        }
                    }
                }
            }
        }
    }
}

/// A weight as 16 bits wide: the compiler then multiplies in 16-bit lanes.
@inline(__always) private func narrow(_ weight: Int32) -> Int32 { Int32(Int16(truncatingIfNeeded: weight)) }

@inline(__always) private func byte(_ sum: Int32) -> UInt8 { UInt8(truncatingIfNeeded: min(max(sum >> 14, 0), 255)) }

@inline(__always) private func sumRows(
    _ from: UnsafePointer<UInt8>, stride: Int, _ weights: UnsafePointer<Int32>, taps: Int, into out: UnsafeMutablePointer<UInt8>
) {
    var x = 0
    while x + 16 <= stride {
        var sum = SIMD16<Int32>(repeating: ResampleWeights.half)
        var row = from + x
        for tap in 0..<taps {
            let pixels = UnsafeRawPointer(row).loadUnaligned(as: SIMD16<UInt8>.self)
            sum &+= SIMD16<Int32>(truncatingIfNeeded: pixels) &* SIMD16<Int32>(repeating: narrow(weights[tap]))
            row += stride
        }
        let clamped = (sum &>> 14).clamped(lowerBound: SIMD16(repeating: 0), upperBound: SIMD16(repeating: 255))
        UnsafeMutableRawPointer(out + x).storeBytes(of: SIMD16<UInt8>(truncatingIfNeeded: clamped), as: SIMD16<UInt8>.self)
        x += 16
    }
    while x < stride {
        var sum = ResampleWeights.half
        for tap in 0..<taps { sum &+= Int32(from[tap * stride + x]) &* weights[tap] }
        out[x] = byte(sum)
        x += 1
    }
}

/// Pixels of four bytes, two at a time.
@inline(__always) private func sumPairs(
    _ from: UnsafePointer<UInt8>, _ weights: UnsafePointer<Int32>, taps: Int, into out: UnsafeMutablePointer<UInt8>
) {
    var sum = SIMD8<Int32>(repeating: ResampleWeights.half / 2)
    var tap = 0
    while tap < taps {
        let pixels = UnsafeRawPointer(from + tap &* 4).loadUnaligned(as: SIMD8<UInt8>.self)
        let (a, b) = (narrow(weights[tap]), narrow(weights[tap &+ 1]))
        sum &+= SIMD8<Int32>(truncatingIfNeeded: pixels) &* SIMD8<Int32>(a, a, a, a, b, b, b, b)
        tap &+= 2
    }
    let both = (sum.lowHalf &+ sum.highHalf) &>> 14
    let clamped = both.clamped(lowerBound: SIMD4(repeating: 0), upperBound: SIMD4(repeating: 255))
    UnsafeMutableRawPointer(out).storeBytes(of: SIMD4<UInt8>(truncatingIfNeeded: clamped), as: SIMD4<UInt8>.self)
}

@inline(__always) private func sumPixels(
    _ from: UnsafePointer<UInt8>, _ weights: UnsafePointer<Int32>, taps: Int, channels: Int, into out: UnsafeMutablePointer<UInt8>
) {
    for channel in 0..<channels {
        var sum = ResampleWeights.half
        for tap in 0..<taps { sum &+= Int32(from[tap &* channels &+ channel]) &* weights[tap] }
        out[channel] = byte(sum)
    }
}
