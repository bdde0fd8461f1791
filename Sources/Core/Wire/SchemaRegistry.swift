/// Collects named schemas (`components/schemas` of an OpenAPI 3.1 document) while types describe themselves.
public struct SchemaRegistry: Sendable {
    public private(set) var components: [String: JSON] = [:]
    private var owners: [String: ObjectIdentifier] = [:]
    /// Names that two different types claim: a mistake in the declarations, for a test to report.
    public private(set) var conflicts: [String] = []

    public init() {}

    /// Puts the schema of `type` under `name`, once, and answers a reference to it. Types may refer to themselves.
    public mutating func component<T>(_ name: String, _ type: T.Type, _ make: (inout SchemaRegistry) -> JSON) -> JSON {
        let reference: JSON = ["$ref": .string("#/components/schemas/\(name)")]
        if let owner = owners[name] {
            if owner != ObjectIdentifier(type), !conflicts.contains(name) { conflicts.append(name) }
            return reference
        }
        owners[name] = ObjectIdentifier(type)
        components[name] = make(&self)
        return reference
    }

    /// All components as one object, in the order of their names.
    public var json: JSON {
        .object(JSONObject(components.sorted { $0.key < $1.key }.map { (key: $0.key, value: $0.value) }))
    }

    /// `schema` or null.
    public static func nullable(_ schema: JSON) -> JSON {
        guard case .object(var object) = schema else { return schema }
        if let type = object["type"]?.string, object["enum"] == nil {
            object["type"] = [.string(type), "null"]
            return .object(object)
        }
        return object.members.isEmpty ? schema : ["anyOf": [schema, ["type": "null"]]]
    }
}
