extension Dialect {
    /// The text of a member of a JSON column, null when it is not there. SQLite reads paths with `->>`; PostgreSQL keeps JSON
    /// as text here (the same bytes on both) and casts on the way. `key` is written by us, never taken from a request.
    public func jsonText(_ column: String, _ key: String) -> String {
        precondition(key.utf8.allSatisfy { $0 == 95 || (48...57).contains($0) || (97...122).contains($0) }, "a plain JSON key")
        return switch self {
        case .sqlite: "CAST(\(column) ->> '$.\(key)' AS TEXT)"
        case .postgres: "(\(column)::jsonb ->> '\(key)')"
        }
    }
}
