import Core

/// Reads a row from left to right, so that a long column list and its reading need no numbers:
/// `var read = row.reader(); let id = try read.id(); let name = try read.text()`.
public struct RowReader {
    public let row: Row
    @usableFromInline var column = 0

    init(_ row: Row) { self.row = row }

    @usableFromInline mutating func next() -> Int {
        defer { column += 1 }
        return column
    }

    public mutating func skip(_ count: Int = 1) { column += count }

    public mutating func int() throws -> Int { try row.int(next()) }
    public mutating func int64() throws -> Int64 { try row.int64(next()) }
    public mutating func bool() throws -> Bool { try row.bool(next()) }
    public mutating func time() throws -> Timestamp { try row.time(next()) }
    public mutating func double() throws -> Double { try row.double(next()) }
    public mutating func text() throws -> String { try row.text(next()) }
    public mutating func bytes() throws -> [UInt8] { try row.bytes(next()) }
    public mutating func id() throws -> ID { try row.id(next()) }
    public mutating func digest() throws -> Digest { try row.digest(next()) }
    public mutating func json() throws -> JSON { try row.json(next()) }
    @inlinable
    public mutating func value<Value: RawRepresentable>(as type: Value.Type = Value.self) throws -> Value
    where Value.RawValue == String { try row.value(next(), as: type) }

    public mutating func optionalInt() throws -> Int? { try row.optionalInt(next()) }
    public mutating func optionalInt64() throws -> Int64? { try row.optionalInt64(next()) }
    public mutating func optionalBool() throws -> Bool? { try row.optionalBool(next()) }
    public mutating func optionalTime() throws -> Timestamp? { try row.optionalTime(next()) }
    public mutating func optionalDouble() throws -> Double? { try row.optionalDouble(next()) }
    public mutating func optionalText() throws -> String? { try row.optionalText(next()) }
    public mutating func optionalBytes() throws -> [UInt8]? { try row.optionalBytes(next()) }
    public mutating func optionalID() throws -> ID? { try row.optionalID(next()) }
    public mutating func optionalDigest() throws -> Digest? { try row.optionalDigest(next()) }
    public mutating func optionalJSON() throws -> JSON? { try row.optionalJSON(next()) }
}

extension Row {
    public func reader() -> RowReader { RowReader(self) }
}
