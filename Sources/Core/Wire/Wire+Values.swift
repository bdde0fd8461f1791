extension ID: WireValue {
    public static func decode(_ json: JSON, at path: FieldPath, into problems: inout Problems) -> ID? {
        if case .string(let text) = json, let id = ID(text) { return id }
        problems.add(path, "must be a UUID")
        return nil
    }

    @inlinable public func encode(to writer: inout JSONWriter) { writer.id(self) }
    public static func schema(_ registry: inout SchemaRegistry) -> JSON { ["type": "string", "format": "uuid"] }
}

extension Timestamp: WireValue {
    public static func decode(_ json: JSON, at path: FieldPath, into problems: inout Problems) -> Timestamp? {
        if case .string(let text) = json, let time = Timestamp(rfc3339: text) { return time }
        problems.add(path, "must be a time as in 2026-01-31T12:00:00Z (RFC 3339)")
        return nil
    }

    @inlinable public func encode(to writer: inout JSONWriter) { writer.timestamp(self) }
    public static func schema(_ registry: inout SchemaRegistry) -> JSON { ["type": "string", "format": "date-time"] }
}

extension Digest: WireValue {
    public static func decode(_ json: JSON, at path: FieldPath, into problems: inout Problems) -> Digest? {
        if case .string(let text) = json, let digest = Digest(hex: text) { return digest }
        problems.add(path, "must be a SHA-256 digest of 64 hexadecimal digits")
        return nil
    }

    public func encode(to writer: inout JSONWriter) { writer.digest(self) }
    public static func schema(_ registry: inout SchemaRegistry) -> JSON { ["type": "string", "pattern": "^[0-9a-f]{64}$"] }
}

/// Anything at all; as a field, `null` is a value like another.
extension JSON: WireValue {
    public static func decode(_ json: JSON, at path: FieldPath, into problems: inout Problems) -> JSON? { json }
    public func encode(to writer: inout JSONWriter) { writer.value(self) }
    public static func schema(_ registry: inout SchemaRegistry) -> JSON { [:] }
    public static var acceptsNull: Bool { true }
}

/// JSON text that is stored as text: written as it is, without being parsed again.
public struct RawJSON: WireValue, Equatable {
    /// Must be one well-formed JSON text.
    public var text: String

    public init(trusted text: String) { self.text = text }
    public init(_ json: JSON) { text = json.text }

    public static func decode(_ json: JSON, at path: FieldPath, into problems: inout Problems) -> RawJSON? { RawJSON(json) }
    public func encode(to writer: inout JSONWriter) { writer.raw(text) }
    public static func schema(_ registry: inout SchemaRegistry) -> JSON { [:] }
    public static var acceptsNull: Bool { true }
}
