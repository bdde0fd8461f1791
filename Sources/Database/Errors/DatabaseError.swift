/// What a statement failed of, the same on both engines. It is what statements inside `read` and `write` throw; one that
/// leaves them uncaught becomes a `FoveaError` (see `foveaError`), so that no caller further up knows engines.
public struct DatabaseError: Error, Sendable {
    public enum Kind: Sendable, Equatable {
        /// A value that must be unique is there already.
        case uniqueViolation(Constraint)
        /// A row that is referred to does not exist, or one that is to go is still referred to.
        case foreignKeyViolation(Constraint)
        case checkViolation(Constraint)
        case notNullViolation(Constraint)
        /// Another transaction is in the way (lock, deadlock, serialization); the same again may work.
        case busy
        /// The statement ran out of its time.
        case timeout
        /// The engine cannot be reached.
        case unavailable
        /// The disk is full, or a file could not be read or written.
        case storage
        /// The file or its schema is not what the program expects.
        case corrupt
        /// The statement is wrong: an error of the program.
        case syntax
        /// A column is not of the type that was asked for: an error of the program.
        case decoding
        case other
    }

    /// What was violated: PostgreSQL names the constraint, SQLite the columns; each is filled as far as the engine tells.
    public struct Constraint: Sendable, Equatable {
        public var table: String?
        public var columns: [String]
        public var name: String?

        public init(table: String? = nil, columns: [String] = [], name: String? = nil) {
            self.table = table
            self.columns = columns
            self.name = name
        }
    }

    public var kind: Kind
    /// The engine's words: for the log alone.
    public var message: String
    /// SQLSTATE or SQLite's extended result code.
    public var code: String
    /// The statement, for the log alone.
    public var sql: String?

    public init(_ kind: Kind, _ message: String, code: String = "", sql: String? = nil) {
        self.kind = kind
        self.message = message
        self.code = code
        self.sql = sql
    }
}

extension DatabaseError {
    /// Whether a unique constraint of `table` over exactly `columns` was violated.
    public func isUniqueViolation(_ table: String, _ columns: String...) -> Bool {
        guard case .uniqueViolation(let constraint) = kind else { return false }
        return constraint.table == table && constraint.columns == columns
    }

    /// Whether the unique index of that name was violated. SQLite names the index only when it is on an expression.
    public func isUniqueViolation(index: String) -> Bool {
        guard case .uniqueViolation(let constraint) = kind else { return false }
        return constraint.name == index
    }

    public var isUniqueViolation: Bool { if case .uniqueViolation = kind { true } else { false } }
    public var isForeignKeyViolation: Bool { if case .foreignKeyViolation = kind { true } else { false } }
}

extension DatabaseError: CustomStringConvertible {
    public var description: String {
        let place = sql.map { " in: \($0)" } ?? ""
        return "\(kind): \(message)\(code.isEmpty ? "" : " (\(code))")\(place)"
    }
}
