extension Array: WireValue where Element: WireValue {
    public static func decode(_ json: JSON, at path: FieldPath, into problems: inout Problems) -> [Element]? {
        guard case .array(let items) = json else {
            problems.add(path, "must be an array")
            return nil
        }
        let before = problems.count
        var out: [Element] = []
        out.reserveCapacity(items.count)
        for (index, item) in items.enumerated() {
            if item.isNull && !Element.acceptsNull {
                problems.add(path.element(index), "must not be null")
            } else if let element = Element.decode(item, at: path.element(index), into: &problems) {
                out.append(element)
            }
        }
        return problems.count == before ? out : nil
    }

    @inlinable public func encode(to writer: inout JSONWriter) {
        writer.beginArray()
        withUnsafeBufferPointer { items in
            for index in items.indices { items[index].encode(to: &writer) }
        }
        writer.endArray()
    }

    public static func schema(_ registry: inout SchemaRegistry) -> JSON {
        ["type": "array", "items": Element.schema(&registry)]
    }

    public static func json(fromText texts: [String]) -> JSON { .array(texts.map { Element.json(fromText: [$0]) }) }
}

extension Dictionary: WireValue where Key == String, Value: WireValue {
    public static func decode(_ json: JSON, at path: FieldPath, into problems: inout Problems) -> [String: Value]? {
        guard case .object(let object) = json else {
            problems.add(path, "must be an object")
            return nil
        }
        let before = problems.count
        var out: [String: Value] = [:]
        out.reserveCapacity(object.members.count)
        for member in object.members {
            if let value = Value.decode(member.value, at: path.member(member.key), into: &problems) { out[member.key] = value }
        }
        return problems.count == before ? out : nil
    }

    /// Members in the order of their names, so that equal values give equal bytes.
    public func encode(to writer: inout JSONWriter) {
        writer.beginObject()
        for (key, value) in sorted(by: { $0.key < $1.key }) {
            writer.key(key)
            value.encode(to: &writer)
        }
        writer.endObject()
    }

    public static func schema(_ registry: inout SchemaRegistry) -> JSON {
        ["type": "object", "additionalProperties": Value.schema(&registry)]
    }
}

/// Absent or null in input, null in answers (left out of them when the field is declared `optional: true`).
extension Optional: WireValue where Wrapped: WireValue {
    public static func decode(_ json: JSON, at path: FieldPath, into problems: inout Problems) -> Wrapped?? {
        if json.isNull { return .some(nil) }
        guard let value = Wrapped.decode(json, at: path, into: &problems) else { return nil }
        return .some(value)
    }

    @inlinable public func encode(to writer: inout JSONWriter) {
        switch self {
        case .some(let value): value.encode(to: &writer)
        case .none: writer.null()
        }
    }

    public static func schema(_ registry: inout SchemaRegistry) -> JSON { SchemaRegistry.nullable(Wrapped.schema(&registry)) }
    @inlinable public static var acceptsNull: Bool { true }
    @inlinable public var isAbsent: Bool { self == nil }

    /// An empty text stands for nothing, except where text is wanted.
    public static func json(fromText texts: [String]) -> JSON {
        texts == [""] && Wrapped.self != String.self ? .null : Wrapped.json(fromText: texts)
    }
}
