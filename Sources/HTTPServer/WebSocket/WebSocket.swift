import Core

/// One WebSocket (RFC 6455), on the wire or, in tests, in memory. Frames, pings, masks and limits are its transport's affair.
public final class WebSocket: Sendable {
    public enum Message: Sendable, Equatable {
        case text(String)
        case binary([UInt8])
    }

    /// RFC 6455 section 7.4.
    public enum CloseCode: UInt16, Sendable {
        case normal = 1000, goingAway = 1001, protocolError = 1002, unsupported = 1003, invalidText = 1007, policy = 1008
        case tooLarge = 1009, internalError = 1011, tryLater = 1013
    }

    private let transport: any WebSocketTransport

    public init(_ transport: any WebSocketTransport) { self.transport = transport }

    /// The next message; nil once the other side has closed or gone.
    public func receive() async throws -> Message? { try await transport.receive() }

    /// Waits while the client is behind. Throws when it has gone.
    public func send(_ message: Message) async throws { try await transport.send(message) }
    public func send(text: String) async throws { try await transport.send(.text(text)) }
    public func send(_ value: some WireValue) async throws {
        try await transport.send(.text(String(decoding: value.encoded(), as: UTF8.self)))
    }

    /// Says why and ends; does nothing the second time.
    public func close(_ code: CloseCode = .normal, _ reason: String = "") async { await transport.close(code, reason) }

    func close(for error: any Error, _ logger: Logger) async {
        if error is CancellationError { return await close(.goingAway) }
        guard let error = error as? FoveaError else {
            logger.error("websocket_failed", ["error": .string(String(describing: error))])
            return await close(.internalError)
        }
        switch error.kind {
        case .unavailable, .throttled: await close(.tryLater, error.message)
        case .internal:
            logger.error("websocket_failed", ["error": .string(error.description)])
            await close(.internalError)
        default: await close(.policy, error.message)
        }
    }
}

public protocol WebSocketTransport: Sendable {
    func receive() async throws -> WebSocket.Message?
    func send(_ message: WebSocket.Message) async throws
    func close(_ code: WebSocket.CloseCode, _ reason: String) async
}
