extension Dialect {
    /// `column` is in a list that is bound as one parameter (`[ID]`, `[Int64]`, `[String]`), so that the statement stays the
    /// same, and prepared, however long the list is. PostgreSQL has arrays. SQLite has none: integers and texts go as a JSON
    /// array, ids as their bytes one after the other, cut by a counting query (JSON cannot carry bytes).
    public func contains(_ column: String, _ parameter: String, _ type: SQLType) -> String {
        switch self {
        case .postgres: "\(column) = ANY(\(parameter))"
        case .sqlite: "\(column) IN (\(elements(parameter, type)))"
        }
    }

    /// A SELECT of one column, `value`, with the elements of a list parameter.
    public func elements(_ parameter: String, _ type: SQLType) -> String {
        switch (self, type) {
        case (.postgres, _): "SELECT unnest(\(parameter)) AS value"
        case (.sqlite, .idList):
            """
            WITH RECURSIVE place(i) AS (SELECT 1 WHERE length(\(parameter)) > 0 UNION ALL \
            SELECT i + 16 FROM place WHERE i + 16 < length(\(parameter))) SELECT substr(\(parameter), i, 16) AS value FROM place
            """
        case (.sqlite, _): "SELECT value FROM json_each(\(parameter))"
        }
    }
}
