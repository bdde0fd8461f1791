/// One channel of numbers, rows from the top. Behind the last value lies room that vectors may read and nobody looks at.
struct Plane {
    let width: Int
    let height: Int
    private(set) var values: [Double]

    /// Values that vectors may read behind a row's end.
    static let slack = 8

    /// - Parameter fill: writes all `width * height` values.
    init(width: Int, height: Int, filledBy fill: (UnsafeMutablePointer<Double>) -> Void) {
        self.width = width
        self.height = height
        let count = width * height
        values = [Double](unsafeUninitializedCapacity: count + Self.slack) { buffer, initialized in
            guard let start = buffer.baseAddress else { return }
            fill(start)
            (start + count).initialize(repeating: 0, count: Self.slack)
            initialized = count + Self.slack
        }
    }

    subscript(x: Int, y: Int) -> Double { values[y * width + x] }

    func withRows<Result>(_ body: (UnsafePointer<Double>) -> Result) -> Result {
        values.withUnsafeBufferPointer { buffer in
            guard let start = buffer.baseAddress else { preconditionFailure("a plane has storage") }
            return body(start)
        }
    }

    /// The upper left part.
    func cropped(width: Int, height: Int) -> Plane {
        if width == self.width, height == self.height { return self }
        return withRows { from in
            Plane(width: width, height: height) { out in
                for y in 0..<height { (out + y * width).update(from: from + y * self.width, count: width) }
            }
        }
    }
}

/// Four numbers at once.
typealias Lanes = SIMD4<Double>

extension UnsafePointer where Pointee == Double {
    /// The four values from `index` on.
    @inline(__always) func lanes(_ index: Int) -> Lanes { UnsafeRawPointer(self + index).loadUnaligned(as: Lanes.self) }
}

extension UnsafeMutablePointer where Pointee == Double {
    @inline(__always) func put(_ lanes: Lanes, at index: Int) { UnsafeMutableRawPointer(self + index).storeBytes(of: lanes, as: Lanes.self) }
    @inline(__always) func lanes(_ index: Int) -> Lanes { UnsafePointer(self).lanes(index) }
}
