import CLibPQ

extension DatabaseError {
    /// From a failed result, by its SQLSTATE (PostgreSQL documentation, appendix A).
    static func postgres(_ result: OpaquePointer?, sql: String?) -> DatabaseError {
        func field(_ code: UnicodeScalar) -> String? {
            PQresultErrorField(result, Int32(code.value)).map { String(cString: $0) }
        }
        let state = field("C") ?? ""
        let message = field("M") ?? PQresultErrorMessage(result).map { String(cString: $0) } ?? ""
        var constraint = Constraint(table: field("t"), name: field("n"))
        if state == "23502", let column = field("c") { constraint.columns = [column] }
        if let detail = field("D") { constraint.columns = constraint.columns.isEmpty ? keyColumns(detail) : constraint.columns }
        return DatabaseError(kind(state, constraint), message, code: state, sql: sql)
    }

    /// What the connection itself says when there is no result.
    static func postgres(connection: OpaquePointer?) -> DatabaseError {
        let message = PQerrorMessage(connection).map { String(cString: $0) } ?? "no connection"
        return DatabaseError(.unavailable, message.split(separator: "\n").joined(separator: "; "))
    }

    private static func kind(_ state: String, _ constraint: Constraint) -> Kind {
        switch state {
        case "23505": .uniqueViolation(constraint)
        case "23503", "23001": .foreignKeyViolation(constraint)
        case "23514": .checkViolation(constraint)
        case "23502": .notNullViolation(constraint)
        case "40001", "40P01", "55P03": .busy
        case "57014", "25P03": .timeout
        case "57P01", "57P02", "57P03", "": .unavailable
        case "53100", "58030": .storage
        case "XX001", "XX002": .corrupt
        default:
            switch state.prefix(2) {
            case "08", "53": .unavailable
            case "42", "26": .syntax
            default: .other
            }
        }
    }

    /// `Key (email, name)=(...) already exists.`
    private static func keyColumns(_ detail: String) -> [String] {
        guard detail.hasPrefix("Key ("), let close = detail.firstIndex(of: "=") else { return [] }
        let inside = detail[detail.index(detail.startIndex, offsetBy: 5)..<close].dropLast()
        return inside.split(separator: ", ").map(String.init)
    }
}
