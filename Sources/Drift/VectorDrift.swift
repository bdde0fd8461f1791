import Glibc

/// How far apart two sets of vectors are as a whole: the maximum mean discrepancy (Gretton and others, "A kernel two-sample test", JMLR
/// 2012) with the kernel exp(-d² / m), `m` the median of the squared distances of all pairs.
public struct VectorDrift: Sendable, Equatable {
    /// The root of the biased estimate: 0 for equal sets, and never more than the root of 2.
    public let discrepancy: Double
    /// The part of random divisions of all vectors into two such sets that differ as much, this one counted.
    public let p: Double

    /// How many random divisions are looked at: p is a multiple of 1 / 200.
    public static let permutations = 199

    /// Memory and time grow with the square of all vectors together; meant for a thousand each. Nil where a set has fewer than two.
    /// The same input and seed give the same answer.
    ///
    /// - Precondition: all have the same dimension.
    public init?(_ a: [[Float]], _ b: [[Float]], seed: UInt64 = 0) {
        guard a.count > 1, b.count > 1 else { return nil }
        let kernel = Kernel(a + b)
        let observed = kernel.square(isFirst: (0..<a.count + b.count).map { $0 < a.count })
        var random = SeededOrder(seed: seed), order = Array(0..<a.count + b.count), asFar = 1
        for _ in 0..<Self.permutations {
            random.shuffle(&order)
            var isFirst = [Bool](repeating: false, count: order.count)
            for place in order.prefix(a.count) { isFirst[place] = true }
            if kernel.square(isFirst: isFirst) >= observed { asFar += 1 }
        }
        discrepancy = max(0, observed).squareRoot()
        p = Double(asFar) / Double(Self.permutations + 1)
    }

    /// The kernel of all pairs.
    private struct Kernel {
        let count: Int
        var values: [Float]

        init(_ vectors: [[Float]]) {
            let count = vectors.count
            self.count = count
            values = [Float](repeating: 0, count: count * count)
            for i in 0..<count {
                for j in i + 1..<max(i + 1, count) {
                    let square = Self.square(vectors[i], vectors[j])
                    values[i * count + j] = square
                    values[j * count + i] = square
                }
            }
            let median = Self.median(values, count)
            for place in values.indices { values[place] = median > 0 ? exp(-values[place] / median) : 1 }
        }

        private static func square(_ a: [Float], _ b: [Float]) -> Float {
            a.withUnsafeBufferPointer { a in
                b.withUnsafeBufferPointer { b in
                    var sums = SIMD8<Float>.zero, rest: Float = 0, at = 0
                    while at + 8 <= a.count {
                        var difference = SIMD8<Float>.zero
                        for lane in 0..<8 { difference[lane] = a[at + lane] - b[at + lane] }
                        sums += difference * difference
                        at += 8
                    }
                    while at < a.count {
                        rest += (a[at] - b[at]) * (a[at] - b[at])
                        at += 1
                    }
                    return sums.sum() + rest
                }
            }
        }

        /// Of the pairs of different vectors.
        private static func median(_ squares: [Float], _ count: Int) -> Float {
            var above: [Float] = []
            above.reserveCapacity(count * (count - 1) / 2)
            for i in 0..<count { above += squares[i * count + i + 1..<(i + 1) * count] }
            above.sort()
            return above[above.count / 2]
        }

        /// Means within the first and within the second set, less twice the mean between them.
        func square(isFirst: [Bool]) -> Double {
            let first = Double(isFirst.count { $0 }), second = Double(count) - first
            let weights = isFirst.map { Float($0 ? 1 / first : -1 / second) }
            return values.withUnsafeBufferPointer { values in
                weights.withUnsafeBufferPointer { weights in
                    var total = 0.0
                    for row in 0..<count {
                        var sum: Float = 0
                        for column in 0..<count { sum += values[row &* count &+ column] * weights[column] }
                        total += Double(sum) * Double(weights[row])
                    }
                    return total
                }
            }
        }
    }
}
