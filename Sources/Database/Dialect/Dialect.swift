/// Where SQLite and PostgreSQL must be told things differently: the only place, with the reason beside each.
public enum Dialect: String, Sendable, CaseIterable {
    case sqlite, postgres
}

extension Dialect {
    /// The database's clock in integer microseconds. On PostgreSQL `clock_timestamp()`, as `now()` stands still within a
    /// transaction; SQLite 3.40 knows fractions of a second only by its Julian day (milliseconds).
    public var now: String {
        switch self {
        case .sqlite: "CAST(ROUND((julianday('now') - 2440587.5) * 86400000) AS INTEGER) * 1000"
        case .postgres: "(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000)::bigint"
        }
    }

    /// Ends a SELECT that takes rows to work on: rows that another transaction has taken are passed over. SQLite has one
    /// writer at a time, so nobody else can have taken them.
    public var forUpdateSkipLocked: String {
        switch self {
        case .sqlite: ""
        case .postgres: " FOR UPDATE SKIP LOCKED"
        }
    }

    /// Ends a SELECT of rows that the transaction is about to change after looking at them. SQLite has one writer at a time.
    public var forUpdate: String {
        switch self {
        case .sqlite: ""
        case .postgres: " FOR UPDATE"
        }
    }

    /// A column that is compared beside a list of ids, and must not be what rows are looked up by. Without statistics SQLite takes
    /// one equality for more telling than five hundred ids, and reads a whole project for them; a plus sign tells it otherwise.
    /// PostgreSQL has statistics, and knows no such sign for every type.
    public func aside(_ column: String) -> String {
        switch self {
        case .sqlite: "+\(column)"
        case .postgres: column
        }
    }

    /// The larger of two numbers: in SQLite `max` with two arguments, in PostgreSQL `max` only aggregates.
    public func greatest(_ a: String, _ b: String) -> String {
        switch self {
        case .sqlite: "max(\(a), \(b))"
        case .postgres: "greatest(\(a), \(b))"
        }
    }

    public func least(_ a: String, _ b: String) -> String {
        switch self {
        case .sqlite: "min(\(a), \(b))"
        case .postgres: "least(\(a), \(b))"
        }
    }

    /// Text of a column that holds `parameter` anywhere in it, whatever the case of letters. The value is bound as
    /// `Dialect.pattern(containing:)`. SQLite's LIKE folds ASCII only; PostgreSQL's needs ILIKE to fold.
    public func matches(_ column: String, _ parameter: String) -> String {
        switch self {
        case .sqlite: "\(column) LIKE \(parameter) ESCAPE '\\'"
        case .postgres: "\(column) ILIKE \(parameter) ESCAPE '\\'"
        }
    }

    /// What a person typed, as a pattern that takes every character for itself.
    public static func pattern(containing text: String) -> String {
        var out = "%"
        for character in text {
            if character == "%" || character == "_" || character == "\\" { out.append("\\") }
            out.append(character)
        }
        return out + "%"
    }
}
