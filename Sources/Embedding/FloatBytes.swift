import Core

/// Vectors as bytes: float32, little-endian, one after the other. So they are stored and so they travel.
public enum FloatBytes {
    public static func bytes(_ values: [Float]) -> [UInt8] {
        values.flatMap { value in withUnsafeBytes(of: value.bitPattern.littleEndian) { Array($0) } }
    }

    /// Throws `FoveaError.bug` for a length that is no multiple of four.
    public static func floats(_ bytes: [UInt8]) throws -> [Float] {
        guard bytes.count.isMultiple(of: 4) else { throw FoveaError.bug("a vector of \(bytes.count) bytes") }
        return bytes.withUnsafeBytes { raw in
            (0..<bytes.count / 4).map { Float(bitPattern: UInt32(littleEndian: raw.loadUnaligned(fromByteOffset: $0 * 4, as: UInt32.self))) }
        }
    }
}
