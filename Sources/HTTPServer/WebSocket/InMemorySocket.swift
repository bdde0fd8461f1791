import Core

/// Two ends of a WebSocket inside one process, for tests that need no network.
public final class InMemorySocket: WebSocketTransport {
    private let incoming: AsyncStream<WebSocket.Message>
    private let iterator: Lock<AsyncStream<WebSocket.Message>.Iterator>
    private let own: AsyncStream<WebSocket.Message>.Continuation
    private let outgoing: AsyncStream<WebSocket.Message>.Continuation
    private let code = Lock<WebSocket.CloseCode?>(nil)

    private init(
        _ incoming: (stream: AsyncStream<WebSocket.Message>, continuation: AsyncStream<WebSocket.Message>.Continuation),
        _ outgoing: AsyncStream<WebSocket.Message>.Continuation
    ) {
        self.incoming = incoming.stream
        self.own = incoming.continuation
        self.iterator = Lock(incoming.stream.makeAsyncIterator())
        self.outgoing = outgoing
    }

    public static func pair() -> (server: InMemorySocket, client: InMemorySocket) {
        let toServer = AsyncStream<WebSocket.Message>.makeStream()
        let toClient = AsyncStream<WebSocket.Message>.makeStream()
        return (InMemorySocket(toServer, toClient.continuation), InMemorySocket(toClient, toServer.continuation))
    }

    public func receive() async throws -> WebSocket.Message? {
        var reader = iterator.withLock { $0 }
        return await reader.next()
    }

    public func send(_ message: WebSocket.Message) async throws {
        guard case .enqueued = outgoing.yield(message) else { throw FoveaError(.unavailable, "The other side has gone.") }
    }

    public func close(_ code: WebSocket.CloseCode, _ reason: String) async {
        self.code.withLock { $0 = $0 ?? code }
        outgoing.finish()
        own.finish()
    }

    /// With what this end closed.
    public var closed: WebSocket.CloseCode? { code.withLock { $0 } }
}
