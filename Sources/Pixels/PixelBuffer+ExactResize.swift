/// Resizing to the last bit as Pillow does it (Pillow 11, `src/libImaging/Resample.c`): models of pictures were trained on what it
/// gives, and two steps of grey are seen by them. First the rows' pass (across), then the columns' (down), each rounded to bytes,
/// with weights in 22 bits. `resized` is quicker and as good for people.
extension PixelBuffer {
    /// The part `columns` x `rows` of this picture resized to `width` x `height`; nothing outside of the part is computed.
    public func exactlyResized(
        width outWidth: Int, height outHeight: Int, columns: Range<Int>, rows: Range<Int>, filter: ResampleFilter
    ) -> PixelBuffer {
        precondition(!columns.isEmpty && !rows.isEmpty && columns.lowerBound >= 0 && rows.lowerBound >= 0)
        precondition(columns.upperBound <= outWidth && rows.upperBound <= outHeight)
        let down = ExactWeights(from: height, to: outHeight, part: rows, filter: filter)
        // Only the rows that the second pass looks at.
        let needed = outHeight == height ? rows : down.covered
        let across =
            outWidth == width
            ? cropped(x: columns.lowerBound, y: needed.lowerBound, width: columns.count, height: needed.count)
            : exactlyAcross(ExactWeights(from: width, to: outWidth, part: columns, filter: filter), rows: needed)
        return outHeight == height ? across : across.exactlyDown(down, from: needed.lowerBound)
    }

    private func exactlyAcross(_ window: ExactWeights, rows: Range<Int>) -> PixelBuffer {
        let (channels, count) = (channels, window.starts.count)
        return PixelBuffer(width: count, height: rows.count, channels: channels) { out in
            bytes.withUnsafeBufferPointer { from in
                window.weights.withUnsafeBufferPointer { weights in
                    guard let from = from.baseAddress, let out = out.baseAddress, let weights = weights.baseAddress else { return }
                    for (line, row) in rows.enumerated() {
                        let (source, target) = (from + row * stride, out + line * count * channels)
                        for x in 0..<count {
                            let (first, own) = (source + window.starts[x] * channels, weights + x * window.taps)
                            if channels == 3 {
                                weighPixel(first, own, taps: window.counts[x], into: target + x * 3)
                            } else {
                                for channel in 0..<channels {
                                    var sum = ExactWeights.half
                                    for tap in 0..<window.counts[x] { sum &+= Int32(first[tap &* channels &+ channel]) &* own[tap] }
                                    target[x * channels + channel] = ExactWeights.byte(sum)
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    /// - Parameter first: the row of the whole picture that is this one's first.
    private func exactlyDown(_ window: ExactWeights, from first: Int) -> PixelBuffer {
        let stride = stride
        return PixelBuffer(width: width, height: window.starts.count, channels: channels) { out in
            bytes.withUnsafeBufferPointer { from in
                var sums = [Int32](repeating: 0, count: stride)
                for row in window.starts.indices {
                    let start = (window.starts[row] - first) * stride
                    sums.withUnsafeMutableBufferPointer { sums in
                        for at in 0..<stride { sums[at] = ExactWeights.half }
                        for tap in 0..<window.counts[row] {
                            let (weight, line) = (window.weights[row * window.taps + tap], start + tap * stride)
                            for at in 0..<stride { sums[at] &+= Int32(from[line &+ at]) &* weight }
                        }
                        for at in 0..<stride { out[row &* stride &+ at] = ExactWeights.byte(sums[at]) }
                    }
                }
            }
        }
    }
}

/// Three channels at once.
@inline(__always) private func weighPixel(
    _ from: UnsafePointer<UInt8>, _ weights: UnsafePointer<Int32>, taps: Int, into out: UnsafeMutablePointer<UInt8>
) {
    var (red, green, blue) = (ExactWeights.half, ExactWeights.half, ExactWeights.half)
    for tap in 0..<taps {
        let (weight, at) = (weights[tap], from + tap &* 3)
        red &+= Int32(at[0]) &* weight
        green &+= Int32(at[1]) &* weight
        blue &+= Int32(at[2]) &* weight
    }
    out[0] = ExactWeights.byte(red)
    out[1] = ExactWeights.byte(green)
    out[2] = ExactWeights.byte(blue)
}

/// Windows and weights of some output positions.
private struct ExactWeights {
    private static let bits: Int32 = 22
    static let half: Int32 = 1 << 21

    private(set) var starts: [Int] = []
    private(set) var counts: [Int] = []
    /// `taps` a position.
    private(set) var weights: [Int32] = []
    let taps: Int

    init(from input: Int, to output: Int, part: Range<Int>, filter: ResampleFilter) {
        let scale = Double(input) / Double(output)
        let widening = max(scale, 1)
        let support = filter.support * widening
        taps = Int(support.rounded(.up)) * 2 + 1
        for position in part {
            let centre = (Double(position) + 0.5) * scale
            let start = max(0, Int(centre - support + 0.5))
            let count = min(input, Int(centre + support + 0.5)) - start
            var window = (0..<count).map { filter.weight((Double($0 + start) - centre + 0.5) * (1 / widening)) }
            let sum = window.reduce(0, +)
            if sum != 0 { for tap in window.indices { window[tap] /= sum } }
            starts.append(start)
            counts.append(count)
            for tap in 0..<taps {
                let weight = tap < count ? window[tap] * Double(1 << Self.bits) : 0
                weights.append(Int32(weight < 0 ? weight - 0.5 : weight + 0.5))
            }
        }
    }

    /// The input positions that any window covers.
    var covered: Range<Int> {
        let end = zip(starts, counts).reduce(0) { max($0, $1.0 + $1.1) }
        return (starts.first ?? 0)..<end
    }

    static func byte(_ sum: Int32) -> UInt8 { UInt8(truncatingIfNeeded: min(max(sum >> bits, 0), 255)) }
}
