import Core

extension Row {
    public func int(_ column: Int) throws -> Int { Int(try int64(column)) }
    public func bool(_ column: Int) throws -> Bool { try int64(column) != 0 }
    public func time(_ column: Int) throws -> Timestamp { Timestamp(microseconds: try int64(column)) }

    public func text(_ column: Int) throws -> String {
        try withBytes(column) { String(decoding: $0, as: UTF8.self) }
    }

    public func bytes(_ column: Int) throws -> [UInt8] { try withBytes(column) { [UInt8]($0) } }

    public func id(_ column: Int) throws -> ID {
        let id: ID? = try withBytes(column) { bytes in
            guard bytes.count == 16 else { return nil }
            let high = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self))
            let low = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
            return ID(high: high, low: low)
        }
        guard let id else { throw mismatch(column, "an id") }
        return id
    }

    public func digest(_ column: Int) throws -> Digest {
        guard let digest = Digest(bytes: try bytes(column)) else { throw mismatch(column, "a digest") }
        return digest
    }

    /// Parses the text of a JSON column. To pass it on as it is, take `text` and `JSONWriter.raw`.
    public func json(_ column: Int) throws -> JSON {
        try withBytes(column) { try JSON.parse($0) }
    }

    /// A string of a closed set, as a status. Inlinable, so that callers make one for their type.
    @inlinable
    public func value<Value: RawRepresentable>(_ column: Int, as type: Value.Type = Value.self) throws -> Value
    where Value.RawValue == String {
        guard let value = Value(rawValue: try text(column)) else { throw mismatch(column, "one of \(type)") }
        return value
    }
}

extension Row {
    public func optionalInt(_ column: Int) throws -> Int? { isNull(column) ? nil : try int(column) }
    public func optionalInt64(_ column: Int) throws -> Int64? { isNull(column) ? nil : try int64(column) }
    public func optionalBool(_ column: Int) throws -> Bool? { isNull(column) ? nil : try bool(column) }
    public func optionalTime(_ column: Int) throws -> Timestamp? { isNull(column) ? nil : try time(column) }
    public func optionalDouble(_ column: Int) throws -> Double? { isNull(column) ? nil : try double(column) }
    public func optionalText(_ column: Int) throws -> String? { isNull(column) ? nil : try text(column) }
    public func optionalBytes(_ column: Int) throws -> [UInt8]? { isNull(column) ? nil : try bytes(column) }
    public func optionalID(_ column: Int) throws -> ID? { isNull(column) ? nil : try id(column) }
    public func optionalDigest(_ column: Int) throws -> Digest? { isNull(column) ? nil : try digest(column) }
    public func optionalJSON(_ column: Int) throws -> JSON? { isNull(column) ? nil : try json(column) }
}
