extension String: WireValue {
    public static func decode(_ json: JSON, at path: FieldPath, into problems: inout Problems) -> String? {
        guard case .string(let text) = json else {
            problems.add(path, "must be text")
            return nil
        }
        // PostgreSQL stores no U+0000 in text; refused here, both engines behave alike.
        if text.utf8.contains(0) {
            problems.add(path, "must not hold the character U+0000")
            return nil
        }
        return text
    }

    @inlinable public func encode(to writer: inout JSONWriter) { writer.string(self) }
    public static func schema(_ registry: inout SchemaRegistry) -> JSON { ["type": "string"] }
}

extension Int64: WireValue {
    public static func decode(_ json: JSON, at path: FieldPath, into problems: inout Problems) -> Int64? {
        if let value = json.int { return value }
        problems.add(path, "must be a whole number")
        return nil
    }

    @inlinable public func encode(to writer: inout JSONWriter) { writer.int(self) }
    public static func schema(_ registry: inout SchemaRegistry) -> JSON { ["type": "integer", "format": "int64"] }

    public static func json(fromText texts: [String]) -> JSON {
        let text = texts.last ?? ""
        return Int64(text).map { .int($0) } ?? .string(text)
    }
}

extension Int: WireValue {
    public static func decode(_ json: JSON, at path: FieldPath, into problems: inout Problems) -> Int? {
        Int64.decode(json, at: path, into: &problems).map { Int($0) }
    }

    @inlinable public func encode(to writer: inout JSONWriter) { writer.int(Int64(self)) }
    public static func schema(_ registry: inout SchemaRegistry) -> JSON { ["type": "integer"] }
    public static func json(fromText texts: [String]) -> JSON { Int64.json(fromText: texts) }
}

extension Double: WireValue {
    public static func decode(_ json: JSON, at path: FieldPath, into problems: inout Problems) -> Double? {
        if let value = json.double, value.isFinite { return value }
        problems.add(path, "must be a finite number")
        return nil
    }

    @inlinable public func encode(to writer: inout JSONWriter) { writer.double(self) }
    public static func schema(_ registry: inout SchemaRegistry) -> JSON { ["type": "number"] }

    public static func json(fromText texts: [String]) -> JSON {
        let text = texts.last ?? ""
        return Double(text).map { .double($0) } ?? .string(text)
    }
}

extension Bool: WireValue {
    public static func decode(_ json: JSON, at path: FieldPath, into problems: inout Problems) -> Bool? {
        if case .bool(let value) = json { return value }
        problems.add(path, "must be true or false")
        return nil
    }

    @inlinable public func encode(to writer: inout JSONWriter) { writer.bool(self) }
    public static func schema(_ registry: inout SchemaRegistry) -> JSON { ["type": "boolean"] }

    public static func json(fromText texts: [String]) -> JSON {
        switch texts.last ?? "" {
        case "true", "1", "on": true
        case "false", "0", "off": false
        case let text: .string(text)
        }
    }
}
