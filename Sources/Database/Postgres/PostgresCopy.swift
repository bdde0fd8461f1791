import CLibPQ

/// COPY in binary: a header, then for each row the number of columns and for each value its length and bytes, then -1.
enum PostgresCopy {
    private static let header: [UInt8] = Array("PGCOPY\n".utf8) + [0xFF, 0x0D, 0x0A, 0x00] + [UInt8](repeating: 0, count: 8)
    private static let chunk = 256 << 10

    static func run(_ handle: OpaquePointer, _ sql: String, columns: Int, _ rows: some Sequence<[SQLValue]>) throws -> Int {
        let started = PQexec(handle, sql)
        defer { PQclear(started) }
        guard PQresultStatus(started) == PGRES_COPY_IN else { throw DatabaseError.postgres(started, sql: sql) }
        do {
            try send(handle, sql, columns: columns, rows)
        } catch {
            _ = PQputCopyEnd(handle, "the rows could not be written")
            while let result = PQgetResult(handle) { PQclear(result) }
            throw error
        }
        guard PQputCopyEnd(handle, nil) == 1 else { throw DatabaseError.postgres(connection: handle) }
        var copied = 0
        var failure: DatabaseError?
        while let result = PQgetResult(handle) {
            defer { PQclear(result) }
            if PQresultStatus(result) == PGRES_COMMAND_OK {
                copied = PQcmdTuples(result).flatMap { Int(String(cString: $0)) } ?? 0
            } else {
                failure = failure ?? DatabaseError.postgres(result, sql: sql)
            }
        }
        if let failure { throw failure }
        return copied
    }

    private static func send(_ handle: OpaquePointer, _ sql: String, columns: Int, _ rows: some Sequence<[SQLValue]>) throws {
        var buffer = header
        for row in rows {
            guard row.count == columns else { throw DatabaseError(.syntax, "\(row.count) values for \(columns) columns", sql: sql) }
            PostgresParameters.put(Int16(columns), &buffer)
            for value in row {
                let at = buffer.count
                PostgresParameters.put(Int32(-1), &buffer)
                if case .null = value { continue }
                try PostgresParameters.encode(value, into: &buffer)
                let length = UInt32(clamping: buffer.count - at - 4)
                for (index, shift) in [24, 16, 8, 0].enumerated() { buffer[at + index] = UInt8(truncatingIfNeeded: length >> UInt32(shift)) }
            }
            if buffer.count >= chunk { try flush(handle, &buffer) }
        }
        PostgresParameters.put(Int16(-1), &buffer)
        try flush(handle, &buffer)
    }

    private static func flush(_ handle: OpaquePointer, _ buffer: inout [UInt8]) throws {
        let status: Int32 = buffer.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return 1 }
            return PQputCopyData(handle, base.assumingMemoryBound(to: CChar.self), Int32(bytes.count))
        }
        guard status == 1 else { throw DatabaseError.postgres(connection: handle) }
        buffer.removeAll(keepingCapacity: true)
    }
}
