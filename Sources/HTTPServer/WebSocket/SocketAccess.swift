import Core

/// A WebSocket outlives the moment in which its caller was let in: they may sign out, be removed from the project or lose
/// their account while it is open.
enum SocketAccess {
    /// Runs `body` while the caller may still be here. Once they may not, the socket is closed with the reason and `body`
    /// is cancelled; the socket goes first, because `body` may be waiting for a client that does not read.
    static func hold(
        _ call: Call, _ socket: WebSocket, admit: @escaping @Sendable (Call) async throws -> Void,
        _ body: @escaping @Sendable () async throws -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            defer { group.cancelAll() }
            group.addTask { try await body() }
            group.addTask {
                while true {
                    try await Task.sleep(for: call.configuration.socketAccessInterval)
                    do { try await admit(call.renew()) } catch {
                        try Task.checkCancellation()
                        await socket.close(for: error, call.logger)
                        throw error
                    }
                }
            }
            try await group.next()
        }
    }
}
