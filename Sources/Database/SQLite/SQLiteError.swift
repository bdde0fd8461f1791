import CSQLite

extension DatabaseError {
    /// From SQLite's last failure on `handle`.
    static func sqlite(_ handle: OpaquePointer?, _ status: Int32, sql: String? = nil) -> DatabaseError {
        let message: String = handle.flatMap { sqlite3_errmsg($0) }.map { String(cString: $0) } ?? "out of memory"
        return DatabaseError(kind(status, message), message, code: String(status), sql: sql)
    }

    private static func kind(_ status: Int32, _ message: String) -> Kind {
        switch status {
        case 2067, 1555, 2579: return .uniqueViolation(constraint(message))  // UNIQUE, PRIMARYKEY, ROWID
        case 787, 1811: return .foreignKeyViolation(Constraint())  // FOREIGNKEY, TRIGGER
        case 275: return .checkViolation(Constraint(name: message.split(separator: ": ").last.map(String.init)))
        case 1299: return .notNullViolation(constraint(message))
        default: break
        }
        switch status & 0xFF {
        case SQLITE_BUSY, SQLITE_LOCKED: return .busy
        case SQLITE_INTERRUPT: return .timeout
        case SQLITE_FULL, SQLITE_IOERR, SQLITE_READONLY: return .storage
        case SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_AUTH: return .unavailable
        case SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_SCHEMA: return .corrupt
        case SQLITE_CONSTRAINT: return .checkViolation(Constraint())  // STRICT types among them
        case SQLITE_ERROR, SQLITE_MISUSE, SQLITE_RANGE: return .syntax
        default: return .other
        }
    }

    /// `UNIQUE constraint failed: users.email, users.name` or `... failed: index 'users_lower_email'`.
    private static func constraint(_ message: String) -> Constraint {
        guard let colon = message.range(of: "failed: ") else { return Constraint() }
        let rest = message[colon.upperBound...]
        if rest.hasPrefix("index '") { return Constraint(name: String(rest.dropFirst(7).dropLast())) }
        var constraint = Constraint()
        for place in rest.split(separator: ", ") {
            let parts = place.split(separator: ".", maxSplits: 1)
            guard parts.count == 2 else { continue }
            constraint.table = String(parts[0])
            constraint.columns.append(String(parts[1]))
        }
        return constraint
    }
}

extension String {
    /// The first place of `needle` (Foundation's `range(of:)` without Foundation).
    fileprivate func range(of needle: String) -> Range<String.Index>? {
        var at = startIndex
        while at < endIndex {
            if self[at...].hasPrefix(needle) { return at..<index(at, offsetBy: needle.count) }
            at = index(after: at)
        }
        return nil
    }
}
