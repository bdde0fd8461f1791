import Core

/// A media type with its schema, for routes that read or answer something other than typed JSON.
public struct Content: Sendable {
    public let type: String
    let schema: @Sendable (inout SchemaRegistry) -> JSON

    public static func json<Value: WireValue>(_ value: Value.Type) -> Content {
        Content(type: "application/json") { Value.schema(&$0) }
    }

    public static func binary(_ type: String = "application/octet-stream") -> Content {
        Content(type: type) { _ in ["type": "string", "format": "binary"] }
    }

    public static func text(_ type: String = "text/plain") -> Content { Content(type: type) { _ in ["type": "string"] } }

    /// A form with text fields and files (`files: true` where several may come under that name).
    public static func multipart(texts: [String] = [], files: [String: Bool]) -> Content {
        Content(type: "multipart/form-data") { _ in
            var properties = JSONObject()
            for name in texts { properties[name] = ["type": "string"] }
            let file: JSON = ["type": "string", "format": "binary"]
            for (name, several) in files.sorted(by: { $0.key < $1.key }) {
                properties[name] = several ? ["type": "array", "items": file] : file
            }
            return ["type": "object", "properties": .object(properties)]
        }
    }
}

extension Route {
    /// A handler that reads the body as it comes and makes the response itself: uploads, downloads, streams.
    public static func raw<Query: WireInput>(
        _ method: HTTPMethod, _ path: String, _ summary: String, tag: String, access: Access, query: Query.Type,
        accepts: [Content] = [], answers: [Content], status: Int = 200, bodyLimit: Int64 = Route.jsonLimit, rate: RateLimit? = nil,
        _ handler: @escaping @Sendable (Call, Query) async throws -> HTTPResponse
    ) -> Route {
        Route(
            method, path, summary, tag: tag, access: access, bodyLimit: bodyLimit, rate: rate,
            description: { registry in
                var description = RouteDescription(status: status)
                if Query.self != Nothing.self { description.parameters = Query.parameterSchemas(&registry) }
                description.body = accepts.map { ($0.type, $0.schema(&registry)) }
                description.answer = answers.map { ($0.type, $0.schema(&registry)) }
                return description
            },
            handle: { call in try await handler(call, try Query.decode(parameters: call.request.query)) })
    }

    public static func raw(
        _ method: HTTPMethod, _ path: String, _ summary: String, tag: String, access: Access, accepts: [Content] = [],
        answers: [Content], status: Int = 200, bodyLimit: Int64 = Route.jsonLimit, rate: RateLimit? = nil,
        _ handler: @escaping @Sendable (Call) async throws -> HTTPResponse
    ) -> Route {
        raw(
            method, path, summary, tag: tag, access: access, query: Nothing.self, accepts: accepts, answers: answers, status: status,
            bodyLimit: bodyLimit, rate: rate
        ) { call, _ in try await handler(call) }
    }
}
