extension Fields {
    /// The object's schema, as it stands under `components/schemas`.
    func schema(_ registry: inout SchemaRegistry) -> JSON {
        var properties = JSONObject()
        var required: [JSON] = []
        let isInput = Root.self is any WireInput.Type
        let defaults = defaultValues()
        for field in all {
            properties[field.name] = field.schema(&registry, default: defaults?[field.name])
            if !field.isOptional && !(isInput && field.acceptsNull) { required.append(.string(field.name)) }
        }
        var schema = JSONObject([("type", "object")])
        if let about { schema["description"] = .string(about) }
        schema["properties"] = .object(properties)
        if !required.isEmpty { schema["required"] = .array(required) }
        return .object(schema)
    }

    /// What `init()` gives, for the fields that may be absent.
    private func defaultValues() -> JSON? {
        guard let input = Root.self as? any WireInput.Type else { return nil }
        return try? JSON.parse(input.init().encoded())
    }
}

extension Field {
    func schema(_ registry: inout SchemaRegistry, default value: JSON?) -> JSON {
        var schema = valueSchema(&registry).object ?? JSONObject()
        for constraint in constraints {
            for (key, json) in constraint.schema { schema[key] = json }
        }
        if isOptional, let value, !value.isNull { schema["default"] = value }
        return .object(schema)
    }
}

/// A query parameter as OpenAPI describes it.
public struct ParameterSchema: Sendable {
    public let name: String
    public let required: Bool
    public let description: String?
    public let schema: JSON
}

extension WireInput {
    /// Each field as a query parameter.
    public static func parameterSchemas(_ registry: inout SchemaRegistry) -> [ParameterSchema] {
        let defaults = try? JSON.parse(Self().encoded())
        return fields.all.map { field in
            var schema = field.schema(&registry, default: defaults?[field.name]).object ?? JSONObject()
            let description = schema["description"]?.string
            schema["description"] = nil
            let required = !field.isOptional && !field.acceptsNull
            return ParameterSchema(name: field.name, required: required, description: description, schema: .object(schema))
        }
    }
}
