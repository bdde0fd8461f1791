/// A closed set of texts.
public protocol WireEnum: WireValue, RawRepresentable, CaseIterable, Hashable where RawValue == String {
    /// Other spellings that are read (never written).
    static var aliases: [String: Self] { get }
}

extension WireEnum {
    public static var aliases: [String: Self] { [:] }

    public static func decode(_ json: JSON, at path: FieldPath, into problems: inout Problems) -> Self? {
        if case .string(let text) = json, let value = Self(rawValue: text) ?? aliases[text] { return value }
        problems.add(path, "must be one of \(allCases.map(\.rawValue).joined(separator: ", "))")
        return nil
    }

    public func encode(to writer: inout JSONWriter) { writer.string(rawValue) }

    public static func schema(_ registry: inout SchemaRegistry) -> JSON {
        registry.component(String(describing: Self.self), Self.self) { _ in
            ["type": "string", "enum": .array(allCases.map { .string($0.rawValue) })]
        }
    }
}
