import Core

/// What may be handed to a statement as `$1`, `$2`, ...
public protocol SQLBindable {
    static var sqlType: SQLType { get }
    var sqlValue: SQLValue { get }
}

extension Int: SQLBindable {
    public static var sqlType: SQLType { .integer }
    public var sqlValue: SQLValue { .integer(Int64(self)) }
}

extension Int64: SQLBindable {
    public static var sqlType: SQLType { .integer }
    public var sqlValue: SQLValue { .integer(self) }
}

extension Bool: SQLBindable {
    public static var sqlType: SQLType { .integer }
    public var sqlValue: SQLValue { .integer(self ? 1 : 0) }
}

extension Timestamp: SQLBindable {
    public static var sqlType: SQLType { .integer }
    public var sqlValue: SQLValue { .integer(microseconds) }
}

extension Double: SQLBindable {
    public static var sqlType: SQLType { .double }
    public var sqlValue: SQLValue { .double(self) }
}

extension String: SQLBindable {
    public static var sqlType: SQLType { .text }
    public var sqlValue: SQLValue { .text(self) }
}

extension JSON: SQLBindable {
    public static var sqlType: SQLType { .text }
    public var sqlValue: SQLValue { .text(text) }
}

extension ID: SQLBindable {
    public static var sqlType: SQLType { .id }
    public var sqlValue: SQLValue { .id(self) }
}

extension Digest: SQLBindable {
    public static var sqlType: SQLType { .bytes }
    public var sqlValue: SQLValue { .bytes(bytes) }
}

extension Optional: SQLBindable where Wrapped: SQLBindable {
    public static var sqlType: SQLType { Wrapped.sqlType }
    public var sqlValue: SQLValue { self?.sqlValue ?? .null(Wrapped.sqlType) }
}

/// An array is bytes when its elements are bytes, else a list for `Dialect.contains(_:_:_:)`.
extension Array: SQLBindable where Element: SQLListElement {
    public static var sqlType: SQLType { Element.sqlListType }
    public var sqlValue: SQLValue { Element.sqlListValue(self) }
}

public protocol SQLListElement {
    static var sqlListType: SQLType { get }
    static func sqlListValue(_ list: [Self]) -> SQLValue
}

extension UInt8: SQLListElement {
    public static var sqlListType: SQLType { .bytes }
    public static func sqlListValue(_ list: [UInt8]) -> SQLValue { .bytes(list) }
}

extension ID: SQLListElement {
    public static var sqlListType: SQLType { .idList }
    public static func sqlListValue(_ list: [ID]) -> SQLValue { .idList(list) }
}

extension Int64: SQLListElement {
    public static var sqlListType: SQLType { .integerList }
    public static func sqlListValue(_ list: [Int64]) -> SQLValue { .integerList(list) }
}

extension Int: SQLListElement {
    public static var sqlListType: SQLType { .integerList }
    public static func sqlListValue(_ list: [Int]) -> SQLValue { .integerList(list.map(Int64.init)) }
}

extension String: SQLListElement {
    public static var sqlListType: SQLType { .textList }
    public static func sqlListValue(_ list: [String]) -> SQLValue { .textList(list) }
}
