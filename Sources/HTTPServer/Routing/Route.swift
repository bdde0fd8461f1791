import Core

/// One route, declared once: from this come routing, access, decoding, the answer and the OpenAPI document.
public struct Route: Sendable {
    public let method: HTTPMethod
    public let pattern: PathPattern
    /// One line, for people who read the API's documentation.
    public let summary: String
    /// The group under which the documentation lists it.
    public let tag: String
    public let access: Access
    /// Bytes of body that are taken.
    public var bodyLimit: Int64
    /// Tried more often than this by one account or address, it answers 429.
    public var rate: RateLimit?
    public let isWebSocket: Bool
    let description: @Sendable (inout SchemaRegistry) -> RouteDescription
    let handle: @Sendable (Call) async throws -> HTTPResponse

    init(
        _ method: HTTPMethod, _ path: String, _ summary: String, tag: String, access: Access, bodyLimit: Int64, rate: RateLimit?,
        isWebSocket: Bool = false, description: @escaping @Sendable (inout SchemaRegistry) -> RouteDescription,
        handle: @escaping @Sendable (Call) async throws -> HTTPResponse
    ) {
        self.method = method
        self.pattern = PathPattern(path)
        self.summary = summary
        self.tag = tag
        self.access = access
        self.bodyLimit = bodyLimit
        self.rate = rate
        self.isWebSocket = isWebSocket
        self.description = description
        self.handle = handle
    }

    /// JSON bodies, unless the route or the operator says otherwise.
    public static let jsonLimit: Int64 = 16 << 20

    /// The same route with the operator's limit, where it takes JSON of the usual size.
    func taking(json limit: Int64) -> Route {
        var route = self
        if bodyLimit == Route.jsonLimit { route.bodyLimit = limit }
        return route
    }
}

/// What a route takes and answers, for OpenAPI.
struct RouteDescription: Sendable {
    var parameters: [ParameterSchema] = []
    /// Media type and schema.
    var body: [(type: String, schema: JSON)] = []
    var answer: [(type: String, schema: JSON)] = []
    var status = 200
}

/// An answer without a body (204).
public struct NoContent: WireValue {
    public init() {}
    public static func decode(_ json: JSON, at path: FieldPath, into problems: inout Problems) -> NoContent? { NoContent() }
    public func encode(to writer: inout JSONWriter) { writer.null() }
    public static func schema(_ registry: inout SchemaRegistry) -> JSON { [:] }
}

/// No query, no body.
public struct Nothing: WireInput {
    public init() {}
    public static let fields = Fields<Self>("Nothing")
}
