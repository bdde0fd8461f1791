/// Sums over values from which a distribution with two different sides is fitted.
struct Moments {
    var count = 0.0
    var below = 0.0
    var above = 0.0
    var magnitudes = 0.0
    /// Squares of the values below zero, and of those above.
    var squaresBelow = 0.0
    var squaresAbove = 0.0

    private struct Sums {
        var below = Lanes.zero
        var above = Lanes.zero
        var magnitudes = Lanes.zero
        var squaresBelow = Lanes.zero
        var squaresAbove = Lanes.zero

        @inline(__always) mutating func add(_ value: Lanes) {
            let negative = value .< Lanes.zero
            let low = Lanes.zero.replacing(with: value, where: negative)
            let high = value - low
            below += Lanes.zero.replacing(with: Lanes(repeating: 1), where: negative)
            above += Lanes.zero.replacing(with: Lanes(repeating: 1), where: value .> Lanes.zero)
            magnitudes += high - low
            squaresBelow += low * low
            squaresAbove += high * high
        }
    }

    /// Adds the products of two rows of values.
    @inline(__always) mutating func addProducts(_ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, _ count: Int) {
        var sums = Sums()
        var x = 0
        while x &+ 4 <= count {
            sums.add(a.lanes(x) * b.lanes(x))
            x &+= 4
        }
        // What is left, with zeros: these change no sum.
        if x < count {
            let left = SIMD4<Int64>(0, 1, 2, 3) .< SIMD4<Int64>(repeating: Int64(count &- x))
            sums.add(Lanes.zero.replacing(with: a.lanes(x) * b.lanes(x), where: left))
        }
        take(sums, count)
    }

    /// Adds a row of values.
    @inline(__always) mutating func add(_ a: UnsafePointer<Double>, _ count: Int) {
        var sums = Sums()
        var x = 0
        while x &+ 4 <= count {
            sums.add(a.lanes(x))
            x &+= 4
        }
        if x < count {
            let left = SIMD4<Int64>(0, 1, 2, 3) .< SIMD4<Int64>(repeating: Int64(count &- x))
            sums.add(Lanes.zero.replacing(with: a.lanes(x), where: left))
        }
        take(sums, count)
    }

    @inline(__always) private mutating func take(_ sums: Sums, _ count: Int) {
        self.count += Double(count)
        below += sums.below.sum()
        above += sums.above.sum()
        magnitudes += sums.magnitudes.sum()
        squaresBelow += sums.squaresBelow.sum()
        squaresAbove += sums.squaresAbove.sum()
    }
}
