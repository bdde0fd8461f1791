import Core

/// The header of an `.npy` file: a Python dictionary with the type of the numbers, their order and the shape
/// (NEP 1 and numpy.lib.format, versions 1.0, 2.0 and 3.0).
struct NumpyHeader: Equatable {
    enum Element: String, CaseIterable {
        case float32 = "<f4"
        case float64 = "<f8"
        case int64 = "<i8"
        var size: Int { self == .float32 ? 4 : 8 }
    }

    var element: Element
    /// Whether the first index changes fastest.
    var isFortranOrder: Bool
    var shape: [Int]

    /// How many numbers there are; nil when that is beyond reason.
    var count: Int? {
        var product = 1
        for size in shape {
            let (next, overflow) = product.multipliedReportingOverflow(by: size)
            guard !overflow, next <= 1 << 48 else { return nil }
            product = next
        }
        return product
    }

    /// The file's first bytes, a multiple of 64 long.
    var bytes: [UInt8] {
        let sizes = shape.map(String.init).joined(separator: ", ") + (shape.count == 1 ? "," : "")
        let text = "{'descr': '\(element.rawValue)', 'fortran_order': \(isFortranOrder ? "True" : "False"), 'shape': (\(sizes)), }"
        let length = (10 + text.utf8.count + 1 + 63) / 64 * 64 - 10
        let padding = [UInt8](repeating: 0x20, count: length - text.utf8.count - 1)
        return Self.magic + [1, 0, UInt8(length & 0xFF), UInt8(length >> 8)] + Array(text.utf8) + padding + [0x0A]
    }

    private static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)
    /// Real headers take a hundred bytes.
    private static let lengthLimit = 1 << 16
}

extension NumpyHeader {
    /// Reads the header of a file and answers where the numbers begin. Throws `FoveaError` that says in plain words what is wrong.
    static func read(_ file: [UInt8]) throws -> (header: NumpyHeader, end: Int) {
        guard file.starts(with: magic) else { throw wrong("it does not begin as one") }
        guard file.count >= 10 else { throw wrong("it ends within its header") }
        let version = (file[6], file[7])
        let (start, length): (Int, Int)
        switch version {
        case (1, 0): (start, length) = (10, Int(file[8]) | Int(file[9]) << 8)
        case (2, 0), (3, 0):
            guard file.count >= 12 else { throw wrong("it ends within its header") }
            (start, length) = (12, Int(file[8]) | Int(file[9]) << 8 | Int(file[10]) << 16 | Int(file[11]) << 24)
        default: throw wrong("its format version is \(version.0).\(version.1); 1.0, 2.0 and 3.0 are known")
        }
        guard length <= lengthLimit else { throw wrong("its header is said to be \(length) bytes long") }
        guard start + length <= file.count else { throw wrong("it ends within its header") }
        var literal = PythonLiteral(file[start..<start + length])
        guard let header = try literal.header() else { throw wrong("its header is not the dictionary of 'descr', 'fortran_order' and 'shape'") }
        return (header, start + length)
    }

    static func wrong(_ what: String) -> FoveaError { FoveaError(.malformed, "This is not a usable .npy file: \(what).") }
}

/// The little of Python's notation that a header is written in.
private struct PythonLiteral {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    /// nil when it is not such a dictionary; throws for a type of numbers that is not read.
    mutating func header() throws -> NumpyHeader? {
        var (descriptor, fortran, shape): (String?, Bool?, [Int]?)
        guard take("{") else { return nil }
        while !take("}") {
            guard let key = text(), take(":") else { return nil }
            switch key {
            case "descr" where descriptor == nil:
                // A list describes rows of several named columns.
                if next == UInt8(ascii: "[") { throw NumpyHeader.wrong("it holds records with named fields, not plain numbers") }
                descriptor = text()
                guard descriptor != nil else { return nil }
            case "fortran_order" where fortran == nil:
                fortran = take("True") ? true : take("False") ? false : nil
                guard fortran != nil else { return nil }
            case "shape" where shape == nil:
                shape = tuple()
                guard shape != nil else { return nil }
            default: return nil
            }
            guard take(",") || next == UInt8(ascii: "}") else { return nil }
        }
        skipSpace()
        guard rest.isEmpty, let descriptor, let fortran, let shape else { return nil }
        guard let element = NumpyHeader.Element(rawValue: descriptor) else {
            throw NumpyHeader.wrong(
                "its numbers are of type '\(descriptor)'; float32 ('<f4'), float64 ('<f8') and int64 ('<i8') are read, little-endian")
        }
        return NumpyHeader(element: element, isFortranOrder: fortran, shape: shape)
    }

    private var next: UInt8? {
        mutating get {
            skipSpace()
            return rest.first
        }
    }

    private mutating func skipSpace() {
        while let byte = rest.first, byte == 0x20 || byte == 0x0A || byte == 0x09 || byte == 0x0D { rest.removeFirst() }
    }

    private mutating func take(_ word: String) -> Bool {
        skipSpace()
        guard rest.starts(with: word.utf8) else { return false }
        rest.removeFirst(word.utf8.count)
        return true
    }

    /// A short string without escapes.
    private mutating func text() -> String? {
        skipSpace()
        guard let quote = rest.first, quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") else { return nil }
        let body = rest.dropFirst()
        guard let end = body.firstIndex(of: quote), body[..<end].allSatisfy({ $0 >= 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") }) else {
            return nil
        }
        rest = body[(end + 1)...]
        return String(decoding: body[..<end], as: UTF8.self)
    }

    private mutating func tuple() -> [Int]? {
        guard take("(") else { return nil }
        var sizes: [Int] = []
        while !take(")") {
            skipSpace()
            let digits = rest.prefix { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
            guard sizes.count < 32, let size = Int(String(decoding: digits, as: UTF8.self)) else { return nil }
            rest = rest[digits.endIndex...]
            sizes.append(size)
            guard take(",") || next == UInt8(ascii: ")") else { return nil }
        }
        return sizes
    }
}
