import Core

/// The OpenAPI 3.1 document, made from the declarations that route.
public enum OpenAPI {
    public static func document(_ routes: [Route], _ configuration: RouterConfiguration) -> JSON {
        var registry = SchemaRegistry()
        var paths = JSONObject()
        for route in routes {
            let path = documentPath(route.pattern)
            var item = paths[path]?.object ?? JSONObject()
            item[route.method.rawValue.lowercased()] = operation(route, &registry)
            paths[path] = .object(item)
        }
        var schemas = registry.json.object ?? JSONObject()
        schemas["Problem"] = Problem.schema
        return [
            "openapi": "3.1.0",
            "info": ["title": .string(configuration.title), "version": .string(configuration.version)],
            "paths": .object(paths),
            "components": [
                "schemas": .object(schemas),
                "securitySchemes": [
                    "bearer": ["type": "http", "scheme": "bearer", "description": "A session's token or an API key."],
                    "cookie": ["type": "apiKey", "in": "cookie", "name": "fovea_session"],
                ],
            ],
        ]
    }

    /// Schema names that two types claim: there must be none.
    public static func conflicts(_ routes: [Route]) -> [String] {
        var registry = SchemaRegistry()
        for route in routes { _ = operation(route, &registry) }
        return registry.conflicts
    }

    private static func documentPath(_ pattern: PathPattern) -> String {
        "/"
            + pattern.segments.map { segment in
                switch segment {
                case .literal(let text): text
                case .parameter(let name), .rest(let name): "{\(name)}"
                }
            }.joined(separator: "/")
    }

    private static func operation(_ route: Route, _ registry: inout SchemaRegistry) -> JSON {
        let about = route.description(&registry)
        var operation = JSONObject()
        operation["operationId"] = .string(operationID(route))
        operation["summary"] = .string(route.summary)
        operation["description"] = .string(describe(route.access))
        operation["tags"] = [.string(route.tag)]
        let parameters = route.pattern.parameterNames.map { pathParameter($0) } + about.parameters.map { queryParameter($0) }
        if !parameters.isEmpty { operation["parameters"] = .array(parameters) }
        if !about.body.isEmpty { operation["requestBody"] = ["required": true, "content": content(about.body)] }
        var success: JSONObject = JSONObject([("description", .string(about.status == 204 ? "Done." : "The answer."))])
        if !about.answer.isEmpty { success["content"] = content(about.answer) }
        let problem: JSON = ["application/problem+json": ["schema": ["$ref": "#/components/schemas/Problem"]]]
        operation["responses"] = [
            String(about.status): .object(success), "default": ["description": "What went wrong.", "content": problem],
        ]
        operation["security"] = security(route.access)
        return .object(operation)
    }

    private static func content(_ parts: [(type: String, schema: JSON)]) -> JSON {
        .object(JSONObject(parts.map { (key: $0.type, value: ["schema": $0.schema]) }))
    }

    private static func pathParameter(_ name: String) -> JSON {
        let isID = name == "id" || name.hasSuffix("_id")
        let schema: JSON = isID ? ["type": "string", "format": "uuid"] : ["type": "string"]
        return ["name": .string(name), "in": "path", "required": true, "schema": schema]
    }

    private static func queryParameter(_ parameter: ParameterSchema) -> JSON {
        var out = JSONObject([("name", .string(parameter.name)), ("in", "query"), ("required", .bool(parameter.required))])
        if let description = parameter.description { out["description"] = .string(description) }
        out["schema"] = parameter.schema
        return .object(out)
    }

    private static func operationID(_ route: Route) -> String {
        var id = route.method.rawValue.lowercased()
        for segment in route.pattern.segments {
            switch segment {
            case .literal("api"): break
            case .literal(let text): id += "_" + String(text.map { $0.isLetter || $0.isNumber ? $0 : "_" })
            case .parameter(let name), .rest(let name): id += "_by_" + name
            }
        }
        return id
    }

    private static func describe(_ access: Access) -> String {
        switch access {
        case .anyone: "Open to anyone."
        case .signedIn: "Needs an account."
        case .administrator: "Only for administrators."
        case .member(let role, let kind, _): "Needs the role \(role.rawValue) in the project of this \(kind.name.replacingUnderscores)."
        case .memberNamed(let role, let by): "Needs the role \(role.rawValue) in the project named by \(by)."
        case .verified(let how): "Verified by \(how)."
        }
    }

    private static func security(_ access: Access) -> JSON {
        switch access {
        case .anyone, .verified: []
        default: [["bearer": []], ["cookie": []]]
        }
    }
}
