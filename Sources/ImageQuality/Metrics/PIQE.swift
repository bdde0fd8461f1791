import Pixels

/// Perception-based Image Quality Evaluator: 0 is good, 100 is bad. It needs no fitted numbers.
///
/// N. Venkatanath, D. Praneeth, M. Chandrasekhar Bh, S. S. Channappayya, S. S. Medasani: Blind Image Quality Evaluation Using
/// Perception Based Features. National Conference on Communications, 2015. Of the blocks of 16 x 16 pixels that have structure,
/// those with flat stretches along an edge (compression, blur) and those with noise count against the picture.
///
/// Conventions of the reference, pyiqa: grey by BT.601, stretched so that the brightest is 255, rounded; the nearest pixel
/// again beyond the rim of the picture; a length that is no multiple of 16 grows by its remainder, mirrored, and what then is no
/// whole block is left out; what surrounds the two middle columns of a block is all but its eighth and tenth.
public enum PIQE {
    static let block = 16
    private static let threshold = 0.1

    public static func score(_ pixels: PixelBuffer) -> Double {
        let grey = Plane(pixels, .bt601)
        let largest = grey.largest
        // Black has no structure.
        guard largest > 0 else { return 100 }
        let plane = grey.rounded(times: 1 / largest, then: 255).mirrored(by: (pixels.width % block, pixels.height % block))
            .normalized(.single, border: .replicate, constant: 1, epsilon: Double.ulpOfOne)
        var (active, distortion) = (0.0, 0.0)
        plane.withRows { start in
            for row in 0..<plane.height / block {
                for column in 0..<plane.width / block {
                    let block = Block(start: start + row * Self.block * plane.width + column * Self.block, stride: plane.width)
                    let variance = block.variance
                    guard variance > threshold else { continue }
                    active += 1
                    if block.hasFlatEdge(threshold) { distortion += 1 - variance }
                    if block.isNoisy(variance) { distortion += variance }
                }
            }
        }
        return (distortion + 1) / (active + 1) * 100
    }

    private struct Block {
        let start: UnsafePointer<Double>
        let stride: Int

        /// Of `count` values, with n - 1 below.
        private func deviation(_ sum: Double, _ squares: Double, _ count: Double) -> Double {
            (max(0, squares - sum * sum / count) / (count - 1)).squareRoot()
        }

        var variance: Double {
            var (sum, squares) = (Lanes.zero, Lanes.zero)
            for y in 0..<PIQE.block {
                let row = start + y * stride
                for x in Swift.stride(from: 0, to: PIQE.block, by: 4) {
                    let value = row.lanes(x)
                    sum += value
                    squares += value * value
                }
            }
            let (all, count) = (sum.sum(), Double(PIQE.block * PIQE.block))
            return (squares.sum() - all * all / count) / (count - 1)
        }

        /// Whether any six pixels in a row on the block's rim hardly differ.
        func hasFlatEdge(_ threshold: Double) -> Bool {
            let last = PIQE.block - 1
            return isFlat(start, 1, threshold) || isFlat(start + last * stride, 1, threshold) || isFlat(start, stride, threshold)
                || isFlat(start + last, stride, threshold)
        }

        private func isFlat(_ from: UnsafePointer<Double>, _ step: Int, _ threshold: Double) -> Bool {
            for first in 0...(PIQE.block - 6) {
                var (sum, squares) = (0.0, 0.0)
                for index in first..<first + 6 {
                    let value = from[index * step]
                    sum += value
                    squares += value * value
                }
                if deviation(sum, squares, 6) < threshold { return true }
            }
            return false
        }

        /// Whether the block's deviation is more than twice its distance from the ratio of centre and surround.
        func isNoisy(_ variance: Double) -> Bool {
            var (centre, centreSquares, around, aroundSquares) = (0.0, 0.0, 0.0, 0.0)
            for y in 0..<PIQE.block {
                let row = start + y * stride
                for x in 0..<PIQE.block {
                    let value = row[x]
                    if x == 7 || x == 8 {
                        centre += value
                        centreSquares += value * value
                    }
                    if x != 7, x != 9 {
                        around += value
                        aroundSquares += value * value
                    }
                }
            }
            let rows = Double(PIQE.block)
            let surround = deviation(around, aroundSquares, 14 * rows)
            let inner = deviation(centre, centreSquares, 2 * rows)
            let ratio = surround > 0 ? inner / surround : (inner > 0 ? Double.greatestFiniteMagnitude : 0)
            let sigma = variance.squareRoot()
            return sigma > 2 * (sigma - ratio).magnitude / max(sigma, ratio)
        }
    }
}
