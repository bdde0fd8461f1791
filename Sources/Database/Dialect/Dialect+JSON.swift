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

    /// A JSON object column has a member that a bound text names, with a value whose text is another bound one (as JSON writes
    /// it; texts without their quotes). The name is compared, never made a path: SQLite's paths give dots and brackets a meaning.
    public func jsonMember(_ column: String, _ key: String, equals value: String) -> String {
        switch self {
        case .sqlite:
            """
            EXISTS (SELECT 1 FROM json_each(\(column)) m WHERE m.key = \(key) AND \(value) = \
            CASE m.type WHEN 'true' THEN 'true' WHEN 'false' THEN 'false' ELSE CAST(m.value AS TEXT) END)
            """
        case .postgres: "(\(column)::jsonb ->> \(key)) = \(value)"
        }
    }
}
