import Core

extension Route {
    /// A WebSocket. Access is checked before the connection is upgraded, and again and again while it is open (1008 once it
    /// is gone); the socket closes when the handler returns (1000) or throws (1011, or the code that its `FoveaError` stands for).
    ///
    /// - Parameter admit: asks for rights that the path does not name (`memberNamed`).
    public static func webSocket<Query: WireInput>(
        _ path: String, _ summary: String, tag: String, access: Access, query: Query.Type,
        admit: (@Sendable (Call, Query) async throws -> Void)? = nil,
        _ handler: @escaping @Sendable (Call, Query, WebSocket) async throws -> Void
    ) -> Route {
        Route(
            .get, path, summary, tag: tag, access: access, bodyLimit: 0, rate: nil, isWebSocket: true,
            description: { RouteDescription(parameters: Query.parameterSchemas(&$0), status: 101) },
            handle: { call in
                let query = try Query.decode(parameters: call.request.query)
                try await admit?(call, query)
                let accept = try WebSocketHandshake.accept(call.request)
                var response = HTTPResponse(status: 101)
                response.headers["Upgrade"] = "websocket"
                response.headers["Sec-WebSocket-Accept"] = accept
                response.body = .webSocket { socket in
                    do {
                        try await SocketAccess.hold(call, socket, admit: { try await admit?($0, query) }) {
                            try await handler(call, query, socket)
                        }
                        await socket.close(.normal)
                    } catch {
                        await socket.close(for: error, call.logger)
                    }
                }
                return response
            })
    }
}
