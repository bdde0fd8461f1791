/// Vectors in single precision, laid out for blocks of distances: panels of eight, in which the eight vectors' first numbers
/// come first, then their second ones, and so on. From them come lower bounds of squared distances, at one multiplication and one
/// addition a number. They only ever exclude pairs; what they let through is measured by `ExactDistance`. So it does not matter
/// that processors round the sums differently.
///
/// The vectors are moved by their mean, which leaves distances alone and keeps what cancels small, and scaled by a power of two
/// to numbers of at most 1, so that no float32 under- or overflows on the way.
///
/// The bound: with u = 2^-24 the dot product of p and q in d dimensions, summed in single precision, errs by at most
/// 1.01 d u |p| |q| (Higham, Accuracy and Stability of Numerical Algorithms, section 3.1), and 2 |p| |q| <= |p|^2 + |q|^2.
/// Rounding to single precision moves each vector by at most u times its length, hence the squared distance by at most
/// 4.04 u (|p|^2 + |q|^2); norms and the last two additions add 5 u of the same. So (1 - e) (|p|^2 + |q|^2) - 2 p.q with
/// e = 1.01 (d + 16) u is never above the square. Products below 2^-126 lose at most d 2^-125 altogether, which is taken off too.
///
/// `@unchecked Sendable`: nothing is written after `init`.
final class PackedVectors: @unchecked Sendable {
    static let width = 8

    let count: Int
    let dimension: Int
    /// Squared distances times this are what the bounds bound; a power of two.
    let scale: Double
    /// `dimension` times eight numbers a panel; the last panel is filled up with vectors at the origin.
    let panels: UnsafeMutablePointer<SIMD8<Float>>
    /// (1 - e) times the squared length of each vector, less what underflow may hide; infinite for those that fill up.
    let norms: UnsafeMutablePointer<SIMD8<Float>>

    var panelCount: Int { PackedVectors.panelCount(count) }
    static func panelCount(_ count: Int) -> Int { (count + width - 1) / width }

    private init(count: Int, dimension: Int, scale: Double) {
        self.count = count
        self.dimension = dimension
        self.scale = scale
        let panelCount = PackedVectors.panelCount(count)
        panels = .allocate(capacity: max(1, panelCount * dimension))
        norms = .allocate(capacity: max(1, panelCount))
        panels.initialize(repeating: .zero, count: panelCount * dimension)
        norms.initialize(repeating: SIMD8(repeating: .infinity), count: panelCount)
    }

    deinit {
        panels.deallocate()
        norms.deallocate()
    }

    /// Packs `vectors` in the order of `exact`.
    convenience init(_ vectors: Vectors, _ exact: ExactDistance) {
        let (count, dimension) = (exact.order.count, vectors.dimension)
        var mean = [Double](repeating: 0, count: dimension)
        for place in 0..<count {
            for k in 0..<dimension { mean[k] += exact.number(place, k) }
        }
        for k in 0..<dimension { mean[k] /= Double(count) }
        var largest = 0.0
        for place in 0..<count {
            for k in 0..<dimension { largest = max(largest, abs(exact.number(place, k) - mean[k])) }
        }
        let factor = largest > 0 ? Double(sign: .plus, exponent: -largest.exponent - 1, significand: 1) : 1
        self.init(count: count, dimension: dimension, scale: factor * factor)
        let shrink = 1 - 1.01 * Double(dimension + 16) * 0x1p-24
        let hidden = Double(dimension + 1) * 0x1p-124
        for place in 0..<count {
            var square = 0.0
            let (panel, lane) = (place / Self.width, place % Self.width)
            for k in 0..<dimension {
                let number = Float((exact.number(place, k) - mean[k]) * factor)
                panels[panel * dimension + k][lane] = number
                square += Double(number) * Double(number)
            }
            norms[panel][lane] = Float(square * shrink - hidden)
        }
    }

    /// The vectors at some places of this one.
    convenience init(_ source: PackedVectors, places: [Int]) {
        self.init(count: places.count, dimension: source.dimension, scale: source.scale)
        for (place, old) in places.enumerated() {
            let (panel, lane) = (place / Self.width, place % Self.width)
            let (oldPanel, oldLane) = (old / Self.width, old % Self.width)
            let (to, from) = (panels + panel * dimension, source.panels + oldPanel * dimension)
            for k in 0..<dimension { to[k][lane] = from[k][oldLane] }
            norms[panel][lane] = source.norms[oldPanel][oldLane]
        }
    }

    /// A squared distance as a limit for bounds: rounded up, so that none that is smaller or equal is excluded.
    func limit(_ square: Double) -> Float { Float(square * scale).nextUp }
}
