/// Where the next page of a list begins: the sort values of the last row, opaque to clients (Base64URL of a JSON array).
/// It holds no secret and is checked on use: the store reads each value with the type that it needs.
public struct Cursor: Sendable, Equatable {
    public let values: [JSON]

    public init(_ values: JSON...) { self.values = values }
    public init(_ values: [JSON]) { self.values = values }

    public init?(text: String) {
        guard text.utf8.count <= 4096, let bytes = Base64URL.decode(text),
            let json = try? JSON.parse(bytes, maximumDepth: 4), case .array(let values) = json
        else { return nil }
        self.values = values
    }

    public var text: String { Base64URL.encode(JSON.array(values).bytes) }

    /// The value at `index` as the type that the list's order needs; `FoveaError.invalid` for `cursor` when it is another.
    /// Null is none of them: where an optional is asked for, it would begin at the first page.
    public func value<Value: WireValue>(_ index: Int, as type: Value.Type = Value.self) throws -> Value {
        var problems = Problems()
        guard index < values.count, !values[index].isNull, let value = Value.decode(values[index], at: .root, into: &problems) else {
            throw FoveaError.invalid("cursor", Cursor.complaint)
        }
        return value
    }

    static let complaint = "does not belong to this list; leave it out to begin at the first page"
}

extension Cursor: WireValue {
    public static func decode(_ json: JSON, at path: FieldPath, into problems: inout Problems) -> Cursor? {
        if case .string(let text) = json, let cursor = Cursor(text: text) { return cursor }
        problems.add(path, complaint)
        return nil
    }

    public func encode(to writer: inout JSONWriter) { writer.string(text) }
    public static func schema(_ registry: inout SchemaRegistry) -> JSON { ["type": "string"] }
}
