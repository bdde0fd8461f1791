import Core

/// An array of numbers as NumPy's `.npy` files hold it: float32, float64 or int64, of any shape. In memory the last index always
/// changes fastest (C order).
public struct NumpyArray: Sendable, Equatable {
    public enum Numbers: Sendable, Equatable {
        case float32([Float])
        case float64([Double])
        case int64([Int64])
    }

    public let shape: [Int]
    public let numbers: Numbers

    /// One dimension of labels.
    public init(_ integers: [Int]) {
        shape = [integers.count]
        numbers = .int64(integers.map(Int64.init))
    }

    public init(_ values: [Double]) {
        shape = [values.count]
        numbers = .float64(values)
    }

    /// The rows of `vectors`, or anything else of float32 in rows of `dimension`.
    public init(rows values: [Float], dimension: Int) {
        shape = [dimension > 0 ? values.count / dimension : 0, dimension]
        numbers = .float32(values)
    }

    /// Reads a whole file, in C or Fortran order. Throws `FoveaError.malformed`, which says what is wrong with it.
    public init(file: [UInt8]) throws {
        let (header, start) = try NumpyHeader.read(file)
        guard let count = header.count else { throw NumpyHeader.wrong("its shape \(header.shape) is beyond reason") }
        let (expected, found) = (count * header.element.size, file.count - start)
        guard found == expected else {
            let fault = found < expected ? "it is cut short" : "something follows its numbers"
            throw NumpyHeader.wrong("\(fault): \(header.shape) \(header.element) take \(expected) bytes, but there are \(found)")
        }
        shape = header.shape
        let places = header.isFortranOrder ? Self.fortranPlaces(header.shape, count) : nil
        numbers = file.withUnsafeBytes { bytes in
            let data = UnsafeRawBufferPointer(rebasing: bytes[start...])
            func read<Number>(_ convert: (Int) -> Number) -> [Number] { (0..<count).map { convert(places?[$0] ?? $0) } }
            switch header.element {
            case .float32:
                return .float32(
                    read { Float(bitPattern: UInt32(littleEndian: data.loadUnaligned(fromByteOffset: $0 * 4, as: UInt32.self))) })
            case .float64:
                return .float64(
                    read { Double(bitPattern: UInt64(littleEndian: data.loadUnaligned(fromByteOffset: $0 * 8, as: UInt64.self))) })
            case .int64: return .int64(read { Int64(littleEndian: data.loadUnaligned(fromByteOffset: $0 * 8, as: Int64.self)) })
            }
        }
    }

    /// The whole file, version 1.0, in C order.
    public var file: [UInt8] {
        let element: NumpyHeader.Element
        var data: [UInt8] = []
        func append(_ value: some FixedWidthInteger) { withUnsafeBytes(of: value.littleEndian) { data += $0 } }
        switch numbers {
        case .float32(let values):
            element = .float32
            for value in values { append(value.bitPattern) }
        case .float64(let values):
            element = .float64
            for value in values { append(value.bitPattern) }
        case .int64(let values):
            element = .int64
            for value in values { append(value) }
        }
        return NumpyHeader(element: element, isFortranOrder: false, shape: shape).bytes + data
    }

    /// Where each number of the C order stands in Fortran order.
    private static func fortranPlaces(_ shape: [Int], _ count: Int) -> [Int] {
        var strides: [Int] = []
        var product = 1
        for size in shape {
            strides.append(product)
            product *= size
        }
        var index = [Int](repeating: 0, count: shape.count)
        return (0..<count).map { _ in
            let place = zip(index, strides).reduce(0) { $0 + $1.0 * $1.1 }
            for axis in shape.indices.reversed() {
                index[axis] += 1
                if index[axis] < shape[axis] { break }
                index[axis] = 0
            }
            return place
        }
    }
}

extension Vectors {
    /// A table of rows, float32 or float64 (rounded to float32). Throws `FoveaError` for another shape or type, and where
    /// `Vectors` itself refuses the numbers.
    public init(_ array: NumpyArray) throws {
        guard array.shape.count == 2 else {
            throw FoveaError(.invalid, "Vectors are a table of rows and columns; this array has the shape \(array.shape).")
        }
        let values: [Float]
        switch array.numbers {
        case .float32(let numbers): values = numbers
        case .float64(let numbers): values = numbers.map(Float.init)
        case .int64: throw FoveaError(.invalid, "Vectors are float32 or float64; this array is int64.")
        }
        try self.init(count: array.shape[0], dimension: array.shape[1], values: values)
    }
}
