import CSQLite
import Core

/// A prepared statement. SQLite numbers `$1` by where it first stands, not by its digit: `places` maps them.
final class SQLiteStatement {
    let handle: OpaquePointer
    private let places: [Int]
    var inUse = false

    init(handle: OpaquePointer, sql: String) throws {
        self.handle = handle
        let count = sqlite3_bind_parameter_count(handle)
        var places: [Int] = []
        for position in 0..<count {
            guard let name = sqlite3_bind_parameter_name(handle, position + 1), name.pointee == CChar(36),
                let number = Int(String(cString: name + 1)), number > 0
            else {
                sqlite3_finalize(handle)
                throw DatabaseError(.syntax, "parameters are written $1, $2, ...", sql: sql)
            }
            places.append(number - 1)
        }
        self.places = places
    }

    deinit { sqlite3_finalize(handle) }

    func bind(_ values: [SQLValue], sql: String) throws {
        for (position, place) in places.enumerated() {
            guard place < values.count else {
                throw DatabaseError(.syntax, "$\(place + 1) has no value (\(values.count) were given)", sql: sql)
            }
            if case .text(let text) = values[place] { try refuseNul(text) }
            let status = bind(values[place], at: Int32(position + 1))
            guard status == SQLITE_OK else { throw DatabaseError(.other, "a value could not be bound", code: String(status), sql: sql) }
        }
    }

    /// SQLITE_TRANSIENT: SQLite copies, as the Swift value does not outlive the call.
    private static var transient: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }

    private func bind(_ value: SQLValue, at index: Int32) -> Int32 {
        switch value {
        case .null: return sqlite3_bind_null(handle, index)
        case .integer(let value): return sqlite3_bind_int64(handle, index, value)
        case .double(let value): return sqlite3_bind_double(handle, index, value)
        case .text(let value): return bindText(value, index)
        case .bytes(let value): return bindBytes(value, index)
        case .id(let value):
            var words = (value.high.bigEndian, value.low.bigEndian)
            return withUnsafeBytes(of: &words) { sqlite3_bind_blob64(handle, index, $0.baseAddress, 16, Self.transient) }
        case .idList(let ids):
            var bytes: [UInt8] = []
            bytes.reserveCapacity(ids.count * 16)
            for id in ids { bytes += id.bytes }
            return bindBytes(bytes, index)
        case .integerList(let values): return bindText("[\(values.map(String.init).joined(separator: ","))]", index)
        case .textList(let values): return bindText(JSON.array(values.map { .string($0) }).text, index)
        }
    }

    private func bindText(_ text: String, _ index: Int32) -> Int32 {
        var text = text
        return text.withUTF8 { bytes in
            guard let base = bytes.baseAddress else { return sqlite3_bind_text(handle, index, "", 0, Self.transient) }
            return base.withMemoryRebound(to: CChar.self, capacity: bytes.count) {
                sqlite3_bind_text64(handle, index, $0, UInt64(bytes.count), Self.transient, UInt8(SQLITE_UTF8))
            }
        }
    }

    private func bindBytes(_ bytes: [UInt8], _ index: Int32) -> Int32 {
        bytes.withUnsafeBytes { buffer in
            guard let base = buffer.baseAddress, buffer.count > 0 else { return sqlite3_bind_zeroblob(handle, index, 0) }
            return sqlite3_bind_blob64(handle, index, base, UInt64(buffer.count), Self.transient)
        }
    }

    func reset() {
        sqlite3_reset(handle)
        sqlite3_clear_bindings(handle)
    }
}
