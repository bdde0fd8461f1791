/// A field of a `PATCH` body: left alone when absent, cleared when null, else set.
public enum Nullable<Value: WireValue>: WireValue {
    case absent
    case null
    case value(Value)

    /// What the field becomes, given what it was.
    public func applied(to current: Value?) -> Value? {
        switch self {
        case .absent: current
        case .null: nil
        case .value(let value): value
        }
    }

    public var isAbsent: Bool { if case .absent = self { true } else { false } }
    public static var acceptsNull: Bool { true }

    public static func decode(_ json: JSON, at path: FieldPath, into problems: inout Problems) -> Nullable? {
        if json.isNull { return .null }
        return Value.decode(json, at: path, into: &problems).map { .value($0) }
    }

    public func encode(to writer: inout JSONWriter) {
        if case .value(let value) = self { value.encode(to: &writer) } else { writer.null() }
    }

    public static func schema(_ registry: inout SchemaRegistry) -> JSON { SchemaRegistry.nullable(Value.schema(&registry)) }
    public static func json(fromText texts: [String]) -> JSON { Value.json(fromText: texts) }
}

extension Nullable: Equatable where Value: Equatable {}
