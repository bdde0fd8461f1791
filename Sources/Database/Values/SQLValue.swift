import Core

/// The types that both engines store, as the code sees them. Booleans are integers 0 and 1, times are integer microseconds,
/// JSON is text: the same bytes on both.
public enum SQLType: Sendable, Equatable {
    case integer, double, text, bytes, id
    case idList, integerList, textList
}

/// One value on its way into a statement. A null knows its type, because PostgreSQL wants one for every parameter.
public enum SQLValue: Sendable {
    case null(SQLType)
    case integer(Int64)
    case double(Double)
    case text(String)
    case bytes([UInt8])
    case id(ID)
    /// Lists are one parameter: see `Dialect.contains(_:_:_:)`.
    case idList([ID])
    case integerList([Int64])
    case textList([String])

    public var type: SQLType {
        switch self {
        case .null(let type): type
        case .integer: .integer
        case .double: .double
        case .text: .text
        case .bytes: .bytes
        case .id: .id
        case .idList: .idList
        case .integerList: .integerList
        case .textList: .textList
        }
    }
}
