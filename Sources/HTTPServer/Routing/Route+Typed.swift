import Core

extension Route {
    /// The general form, of which `get`, `post`, `put`, `patch` and `delete` are the common cases.
    ///
    /// - Parameters:
    ///   - status: of an answer with a value; `NoContent` always answers 204.
    ///   - bodyLimit: bytes of body; 64 kB at most where anyone may call.
    ///   - acceptsForm: the body may also come as `application/x-www-form-urlencoded`.
    public static func typed<Query: WireInput, Body: WireInput, Answer: WireValue>(
        _ method: HTTPMethod, _ path: String, _ summary: String, tag: String, access: Access, query: Query.Type, body: Body.Type,
        answer: Answer.Type, status: Int = 200, bodyLimit: Int64 = Route.jsonLimit, acceptsForm: Bool = false, rate: RateLimit? = nil,
        _ handler: @escaping @Sendable (Call, Query, Body) async throws -> Answer
    ) -> Route {
        let status = Answer.self == NoContent.self ? 204 : status
        let takesBody = Body.self != Nothing.self
        let takesQuery = Query.self != Nothing.self
        // Strangers, who cost nothing to be many, do not get to fill memory; nor does a body that nobody reads.
        var isOpen = false
        if case .anyone = access { isOpen = true }
        let bodyLimit = takesBody && !isOpen ? bodyLimit : min(bodyLimit, 64 << 10)
        return Route(
            method, path, summary, tag: tag, access: access, bodyLimit: bodyLimit, rate: rate,
            description: { registry in
                var description = RouteDescription(status: status)
                if takesQuery { description.parameters = Query.parameterSchemas(&registry) }
                if takesBody {
                    let schema = Body.schema(&registry)
                    description.body = [("application/json", schema)]
                    if acceptsForm { description.body.append(("application/x-www-form-urlencoded", schema)) }
                }
                if status != 204 { description.answer = [("application/json", Answer.schema(&registry))] }
                return description
            },
            handle: { call in
                let query = takesQuery ? try Query.decode(parameters: call.request.query) : Query()
                let body = takesBody ? try await call.decodeBody(Body.self, acceptsForm: acceptsForm) : Body()
                let answer = try await handler(call, query, body)
                if status == 204 { return HTTPResponse(status: 204) }
                return .json(answer, status: status)
            })
    }

    public static func get<Answer: WireValue>(
        _ path: String, _ summary: String, tag: String, access: Access, answer: Answer.Type, rate: RateLimit? = nil,
        _ handler: @escaping @Sendable (Call) async throws -> Answer
    ) -> Route {
        typed(.get, path, summary, tag: tag, access: access, query: Nothing.self, body: Nothing.self, answer: answer, rate: rate) {
            call, _, _ in try await handler(call)
        }
    }

    public static func get<Query: WireInput, Answer: WireValue>(
        _ path: String, _ summary: String, tag: String, access: Access, query: Query.Type, answer: Answer.Type, rate: RateLimit? = nil,
        _ handler: @escaping @Sendable (Call, Query) async throws -> Answer
    ) -> Route {
        typed(.get, path, summary, tag: tag, access: access, query: query, body: Nothing.self, answer: answer, rate: rate) {
            call, query, _ in try await handler(call, query)
        }
    }
}

extension Route {
    public static func post<Answer: WireValue>(
        _ path: String, _ summary: String, tag: String, access: Access, answer: Answer.Type, status: Int = 200, rate: RateLimit? = nil,
        _ handler: @escaping @Sendable (Call) async throws -> Answer
    ) -> Route { bare(.post, path, summary, tag, access, answer, status, rate, handler) }

    public static func put<Answer: WireValue>(
        _ path: String, _ summary: String, tag: String, access: Access, answer: Answer.Type, status: Int = 200, rate: RateLimit? = nil,
        _ handler: @escaping @Sendable (Call) async throws -> Answer
    ) -> Route { bare(.put, path, summary, tag, access, answer, status, rate, handler) }

    public static func patch<Answer: WireValue>(
        _ path: String, _ summary: String, tag: String, access: Access, answer: Answer.Type, status: Int = 200, rate: RateLimit? = nil,
        _ handler: @escaping @Sendable (Call) async throws -> Answer
    ) -> Route { bare(.patch, path, summary, tag, access, answer, status, rate, handler) }

    public static func delete<Answer: WireValue>(
        _ path: String, _ summary: String, tag: String, access: Access, answer: Answer.Type, status: Int = 200, rate: RateLimit? = nil,
        _ handler: @escaping @Sendable (Call) async throws -> Answer
    ) -> Route { bare(.delete, path, summary, tag, access, answer, status, rate, handler) }

    public static func delete(
        _ path: String, _ summary: String, tag: String, access: Access, rate: RateLimit? = nil,
        _ handler: @escaping @Sendable (Call) async throws -> Void
    ) -> Route {
        bare(.delete, path, summary, tag, access, NoContent.self, 204, rate) { call in
            try await handler(call)
            return NoContent()
        }
    }

    public static func delete<Query: WireInput>(
        _ path: String, _ summary: String, tag: String, access: Access, query: Query.Type, rate: RateLimit? = nil,
        _ handler: @escaping @Sendable (Call, Query) async throws -> Void
    ) -> Route {
        typed(
            .delete, path, summary, tag: tag, access: access, query: query, body: Nothing.self, answer: NoContent.self, status: 204, rate: rate
        ) { call, query, _ in
            try await handler(call, query)
            return NoContent()
        }
    }

    private static func bare<Answer: WireValue>(
        _ method: HTTPMethod, _ path: String, _ summary: String, _ tag: String, _ access: Access, _ answer: Answer.Type, _ status: Int,
        _ rate: RateLimit?, _ handler: @escaping @Sendable (Call) async throws -> Answer
    ) -> Route {
        typed(
            method, path, summary, tag: tag, access: access, query: Nothing.self, body: Nothing.self, answer: answer, status: status,
            rate: rate
        ) { call, _, _ in try await handler(call) }
    }
}

extension Route {
    public static func post<Body: WireInput, Answer: WireValue>(
        _ path: String, _ summary: String, tag: String, access: Access, body: Body.Type, answer: Answer.Type, status: Int = 200,
        bodyLimit: Int64 = Route.jsonLimit, acceptsForm: Bool = false, rate: RateLimit? = nil,
        _ handler: @escaping @Sendable (Call, Body) async throws -> Answer
    ) -> Route { bodied(.post, path, summary, tag, access, body, answer, status, bodyLimit, acceptsForm, rate, handler) }

    public static func put<Body: WireInput, Answer: WireValue>(
        _ path: String, _ summary: String, tag: String, access: Access, body: Body.Type, answer: Answer.Type, status: Int = 200,
        bodyLimit: Int64 = Route.jsonLimit, rate: RateLimit? = nil, _ handler: @escaping @Sendable (Call, Body) async throws -> Answer
    ) -> Route { bodied(.put, path, summary, tag, access, body, answer, status, bodyLimit, false, rate, handler) }

    public static func patch<Body: WireInput, Answer: WireValue>(
        _ path: String, _ summary: String, tag: String, access: Access, body: Body.Type, answer: Answer.Type, status: Int = 200,
        bodyLimit: Int64 = Route.jsonLimit, rate: RateLimit? = nil, _ handler: @escaping @Sendable (Call, Body) async throws -> Answer
    ) -> Route { bodied(.patch, path, summary, tag, access, body, answer, status, bodyLimit, false, rate, handler) }

    public static func delete<Body: WireInput, Answer: WireValue>(
        _ path: String, _ summary: String, tag: String, access: Access, body: Body.Type, answer: Answer.Type, status: Int = 200,
        bodyLimit: Int64 = Route.jsonLimit, rate: RateLimit? = nil, _ handler: @escaping @Sendable (Call, Body) async throws -> Answer
    ) -> Route { bodied(.delete, path, summary, tag, access, body, answer, status, bodyLimit, false, rate, handler) }

    private static func bodied<Body: WireInput, Answer: WireValue>(
        _ method: HTTPMethod, _ path: String, _ summary: String, _ tag: String, _ access: Access, _ body: Body.Type,
        _ answer: Answer.Type, _ status: Int, _ bodyLimit: Int64, _ acceptsForm: Bool, _ rate: RateLimit?,
        _ handler: @escaping @Sendable (Call, Body) async throws -> Answer
    ) -> Route {
        typed(
            method, path, summary, tag: tag, access: access, query: Nothing.self, body: body, answer: answer, status: status,
            bodyLimit: bodyLimit, acceptsForm: acceptsForm, rate: rate
        ) { call, _, body in try await handler(call, body) }
    }
}
