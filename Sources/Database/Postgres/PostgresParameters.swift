import CLibPQ
import Core

/// Values of one statement in PostgreSQL's binary format, in one buffer.
struct PostgresParameters {
    private(set) var types: [Oid] = []
    private var buffer: [UInt8] = []
    /// Where each value starts; negative for null.
    private var starts: [Int] = []
    private var lengths: [Int32] = []

    init(_ values: [SQLValue]) throws {
        types.reserveCapacity(values.count)
        for value in values { try append(value) }
    }

    private mutating func append(_ value: SQLValue) throws {
        types.append(Self.oid(value.type))
        if case .null = value {
            starts.append(-1)
            lengths.append(0)
            return
        }
        let start = buffer.count
        try Self.encode(value, into: &buffer)
        starts.append(start)
        lengths.append(Int32(clamping: buffer.count - start))
    }

    private static func oid(_ type: SQLType) -> Oid {
        switch type {
        case .integer: PostgresDecoding.int8
        case .double: PostgresDecoding.float8
        case .text: PostgresDecoding.text
        case .bytes: PostgresDecoding.bytea
        case .id: PostgresDecoding.uuid
        case .idList: PostgresDecoding.uuidArray
        case .integerList: PostgresDecoding.int8Array
        case .textList: PostgresDecoding.textArray
        }
    }

    /// The value's bytes as the binary protocol and binary COPY want them (nothing for null).
    static func encode(_ value: SQLValue, into buffer: inout [UInt8]) throws {
        switch value {
        case .null: break
        case .integer(let value): put(UInt64(bitPattern: value), &buffer)
        case .double(let value): put(value.bitPattern, &buffer)
        case .text(let text):
            try refuseNul(text)
            buffer.append(contentsOf: text.utf8)
        case .bytes(let bytes): buffer.append(contentsOf: bytes)
        case .id(let id):
            put(id.high, &buffer)
            put(id.low, &buffer)
        case .idList(let list): try array(list.map { .id($0) }, PostgresDecoding.uuid, &buffer)
        case .integerList(let list): try array(list.map { .integer($0) }, PostgresDecoding.int8, &buffer)
        case .textList(let list): try array(list.map { .text($0) }, PostgresDecoding.text, &buffer)
        }
    }

    static func put(_ value: some FixedWidthInteger, _ buffer: inout [UInt8]) {
        withUnsafeBytes(of: value.bigEndian) { buffer.append(contentsOf: $0) }
    }

    /// Dimensions, has-nulls, element type, then for the one dimension its length and lower bound, then length and bytes each.
    private static func array(_ values: [SQLValue], _ element: Oid, _ buffer: inout [UInt8]) throws {
        put(Int32(values.isEmpty ? 0 : 1), &buffer)
        put(Int32(0), &buffer)
        put(element, &buffer)
        guard !values.isEmpty else { return }
        put(Int32(clamping: values.count), &buffer)
        put(Int32(1), &buffer)
        for value in values {
            var bytes: [UInt8] = []
            try encode(value, into: &bytes)
            put(Int32(clamping: bytes.count), &buffer)
            buffer += bytes
        }
    }

    /// Calls `body` with the arrays that libpq's send functions take.
    func withPointers<Result>(
        _ body: (Int32, UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?) -> Result
    ) -> Result {
        let formats = [Int32](repeating: 1, count: starts.count)
        return buffer.withUnsafeBytes { bytes in
            // An empty value still needs a non-null address: null means NULL to libpq.
            let empty = UnsafeRawPointer(bitPattern: 1).map { $0.assumingMemoryBound(to: CChar.self) }
            let base = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
            let pointers: [UnsafePointer<CChar>?] = starts.map { start in
                start < 0 ? nil : base.map { $0 + start } ?? empty
            }
            return pointers.withUnsafeBufferPointer { pointers in
                lengths.withUnsafeBufferPointer { lengths in
                    formats.withUnsafeBufferPointer { formats in
                        body(Int32(starts.count), pointers.baseAddress, lengths.baseAddress, formats.baseAddress)
                    }
                }
            }
        }
    }
}

/// PostgreSQL's text holds no NUL; SQLite's would be cut by some readers. Refused on both, as input.
func refuseNul(_ text: String) throws {
    if text.utf8.contains(0) { throw FoveaError(.invalid, "Text must not hold the NUL character.") }
}
