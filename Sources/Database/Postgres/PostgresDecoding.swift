import CLibPQ

/// PostgreSQL's binary formats (documented by its `src/backend/utils/adt/*send` functions), big-endian.
enum PostgresDecoding {
    static let int8: Oid = 20, int2: Oid = 21, int4: Oid = 23, float4: Oid = 700, float8: Oid = 701, numeric: Oid = 1700
    static let bool: Oid = 16, bytea: Oid = 17, text: Oid = 25, uuid: Oid = 2950
    static let uuidArray: Oid = 2951, int8Array: Oid = 1016, textArray: Oid = 1009

    static func integer(_ bytes: UnsafeRawBufferPointer, type: Oid) -> Int64? {
        switch (type, bytes.count) {
        case (int8, 8): Int64(bigEndian: bytes.loadUnaligned(as: Int64.self))
        case (int4, 4): Int64(Int32(bigEndian: bytes.loadUnaligned(as: Int32.self)))
        case (int2, 2): Int64(Int16(bigEndian: bytes.loadUnaligned(as: Int16.self)))
        case (bool, 1): Int64(bytes[0])
        case (numeric, _): self.numeric(bytes).flatMap { Int64(exactly: $0.rounded()) }
        default: nil
        }
    }

    static func double(_ bytes: UnsafeRawBufferPointer, type: Oid) -> Double? {
        switch (type, bytes.count) {
        case (float8, 8): Double(bitPattern: UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)))
        case (float4, 4): Double(Float(bitPattern: UInt32(bigEndian: bytes.loadUnaligned(as: UInt32.self))))
        case (numeric, _): self.numeric(bytes)
        default: integer(bytes, type: type).map(Double.init)
        }
    }

    /// `numeric` is what `sum(bigint)` and `avg` answer: base-10000 digits with a weight. Exact up to 2^53, which counts fit.
    private static func numeric(_ bytes: UnsafeRawBufferPointer) -> Double? {
        func short(_ index: Int) -> Int {
            Int(Int16(bigEndian: bytes.loadUnaligned(fromByteOffset: index * 2, as: Int16.self)))
        }
        guard bytes.count >= 8 else { return nil }
        let digits = short(0)
        let sign = UInt16(truncatingIfNeeded: short(2))
        guard sign == 0 || sign == 0x4000, digits >= 0, bytes.count >= 8 + digits * 2 else { return nil }
        var value = 0.0
        for index in 0..<digits { value = value * 10000 + Double(short(4 + index)) }
        var exponent = short(1) - digits + 1
        while exponent > 0 { value *= 10000; exponent -= 1 }
        var divisor = 1.0
        while exponent < 0 { divisor *= 10000; exponent += 1 }
        return (sign == 0 ? 1 : -1) * value / divisor
    }
}
