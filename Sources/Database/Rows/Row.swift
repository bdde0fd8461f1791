import CLibPQ
import CSQLite
import Core

/// One row of an answer, by column position from 0. It is lent to the closure that receives it: reading it later is an
/// error of the program. Access costs no allocation beyond the value itself.
///
/// Every accessor throws `DatabaseError.decoding` when the column is null (there are `optional...` twins), is of another
/// type, or does not exist.
public struct Row {
    enum Storage {
        case sqlite(OpaquePointer)
        case postgres(OpaquePointer, Int32)
    }

    let storage: Storage

    public var count: Int {
        switch storage {
        case .sqlite(let statement): Int(sqlite3_column_count(statement))
        case .postgres(let result, _): Int(PQnfields(result))
        }
    }

    public func isNull(_ column: Int) -> Bool {
        switch storage {
        case .sqlite(let statement): sqlite3_column_type(statement, Int32(column)) == SQLITE_NULL
        case .postgres(let result, let row): column >= Int(PQnfields(result)) || PQgetisnull(result, row, Int32(column)) == 1
        }
    }

    public func int64(_ column: Int) throws -> Int64 {
        switch storage {
        case .sqlite(let statement):
            guard sqlite3_column_type(statement, Int32(column)) == SQLITE_INTEGER else { throw mismatch(column, "an integer") }
            return sqlite3_column_int64(statement, Int32(column))
        case .postgres(let result, _):
            guard let value = PostgresDecoding.integer(try raw(column), type: PQftype(result, Int32(column))) else {
                throw mismatch(column, "an integer")
            }
            return value
        }
    }

    public func double(_ column: Int) throws -> Double {
        switch storage {
        case .sqlite(let statement):
            let type = sqlite3_column_type(statement, Int32(column))
            guard type == SQLITE_FLOAT || type == SQLITE_INTEGER else { throw mismatch(column, "a number") }
            return sqlite3_column_double(statement, Int32(column))
        case .postgres(let result, _):
            guard let value = PostgresDecoding.double(try raw(column), type: PQftype(result, Int32(column))) else {
                throw mismatch(column, "a number")
            }
            return value
        }
    }

    /// The bytes of a text or bytes column, lent for the call.
    public func withBytes<Result>(_ column: Int, _ body: (UnsafeRawBufferPointer) throws -> Result) throws -> Result {
        switch storage {
        case .sqlite(let statement):
            let type = sqlite3_column_type(statement, Int32(column))
            guard type == SQLITE_BLOB || type == SQLITE_TEXT else { throw mismatch(column, "text or bytes") }
            let base = sqlite3_column_blob(statement, Int32(column))
            return try body(UnsafeRawBufferPointer(start: base, count: Int(sqlite3_column_bytes(statement, Int32(column)))))
        case .postgres:
            return try body(try raw(column))
        }
    }

    private func raw(_ column: Int) throws -> UnsafeRawBufferPointer {
        guard case .postgres(let result, let row) = storage, !isNull(column) else { throw mismatch(column, "a value") }
        let base = UnsafeRawPointer(PQgetvalue(result, row, Int32(column)))
        return UnsafeRawBufferPointer(start: base, count: Int(PQgetlength(result, row, Int32(column))))
    }

    func name(_ column: Int) -> String {
        let name: UnsafePointer<CChar>? =
            switch storage {
            case .sqlite(let statement): sqlite3_column_name(statement, Int32(column))
            case .postgres(let result, _): UnsafePointer(PQfname(result, Int32(column)))
            }
        return name.map { String(cString: $0) } ?? "?"
    }

    @usableFromInline
    func mismatch(_ column: Int, _ wanted: String) -> DatabaseError {
        let found = isNull(column) ? "null" : "another type"
        return DatabaseError(.decoding, "column \(column) (\(name(column))) holds \(found), not \(wanted)")
    }
}
