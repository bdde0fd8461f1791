/// Anything that can stand in JSON on the wire: decoded with all problems at once, encoded, and described as JSON Schema
/// 2020-12 from one declaration.
public protocol WireValue: Sendable {
    /// Reads a value. On failure adds at least one problem, naming `path` or something under it, and answers nil.
    static func decode(_ json: JSON, at path: FieldPath, into problems: inout Problems) -> Self?

    func encode(to writer: inout JSONWriter)

    /// The schema of this type; named types put theirs into the registry and answer a reference.
    static func schema(_ registry: inout SchemaRegistry) -> JSON

    /// Whether `null` (and, in input, absence) stands for a value of this type.
    static var acceptsNull: Bool { get }

    /// Whether a field declared `optional: true` is left out of the answer.
    var isAbsent: Bool { get }

    /// The JSON that the text of a query parameter or form field stands for; repeated names come together, in order.
    static func json(fromText texts: [String]) -> JSON
}

extension WireValue {
    @inlinable public static var acceptsNull: Bool { false }
    @inlinable public var isAbsent: Bool { false }
    @inlinable public static func json(fromText texts: [String]) -> JSON { .string(texts.last ?? "") }
}

extension WireValue {
    /// Reads a value or throws `FoveaError.invalid` naming every field that is wrong.
    public static func decode(_ json: JSON) throws -> Self {
        var problems = Problems()
        guard let value = decode(json, at: .root, into: &problems) else { throw problems.error }
        return value
    }

    public func encoded(reserving capacity: Int = 512) -> [UInt8] {
        var writer = JSONWriter(reserving: capacity)
        encode(to: &writer)
        return writer.bytes
    }
}
