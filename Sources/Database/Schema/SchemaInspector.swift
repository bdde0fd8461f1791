/// Reads the schema that a database really has.
public enum SchemaInspector {
    public static func tables(_ connection: Connection) throws -> [TableShape] {
        let rows: [(table: String, column: TableShape.Column)]
        switch connection.dialect {
        case .sqlite:
            rows = try connection.query(
                """
                SELECT m.name, c.name, c.type, c."notnull" = 0 AND c.pk = 0 FROM sqlite_schema m JOIN pragma_table_info(m.name) c
                WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' ORDER BY m.name, c.cid
                """, map: read)
        case .postgres:
            rows = try connection.query(
                """
                SELECT table_name::text, column_name::text, udt_name::text, is_nullable = 'YES' FROM information_schema.columns
                WHERE table_schema = current_schema() ORDER BY table_name::text COLLATE "C", ordinal_position
                """, map: read)
        }
        var tables: [TableShape] = []
        for (table, column) in rows {
            if tables.last?.name != table { tables.append(TableShape(name: table, columns: [])) }
            tables[tables.count - 1].columns.append(column)
        }
        return tables
    }

    private static func read(_ row: Row) throws -> (table: String, column: TableShape.Column) {
        let type: SQLType =
            switch try row.text(2) {
            case "INTEGER", "int8": .integer
            case "REAL", "float8": .double
            case "TEXT", "text": .text
            case "uuid": .id
            default: .bytes
            }
        return (try row.text(0), TableShape.Column(name: try row.text(1), type: type, isNullable: try row.bool(3)))
    }

    /// Every way in which the database differs from what the code expects, one sentence each. The order of columns does not
    /// matter; SQLite does not tell ids from bytes.
    public static func differences(_ expected: [TableShape], _ connection: Connection) throws -> [String] {
        let found = try tables(connection)
        var out: [String] = []
        for table in expected {
            guard let actual = found.first(where: { $0.name == table.name }) else {
                out.append("\(table.name): no such table")
                continue
            }
            for column in table.columns {
                guard let other = actual.columns.first(where: { $0.name == column.name }) else {
                    out.append("\(table.name).\(column.name): no such column")
                    continue
                }
                let wanted = connection.dialect == .sqlite && column.type == .id ? SQLType.bytes : column.type
                if other.type != wanted { out.append("\(table.name).\(column.name): is \(other.type), not \(wanted)") }
                if other.isNullable != column.isNullable {
                    out.append("\(table.name).\(column.name): \(other.isNullable ? "may" : "may not") be null")
                }
            }
            for column in actual.columns where !table.columns.contains(where: { $0.name == column.name }) {
                out.append("\(table.name).\(column.name): the code does not know it")
            }
        }
        return out
    }
}
