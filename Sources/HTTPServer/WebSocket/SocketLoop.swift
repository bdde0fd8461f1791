import CWslay
import Core
import Glibc

/// One thread that waits for all WebSockets of a server.
///
/// `@unchecked Sendable`: descriptors are constant, the rest is under `state`'s lock.
final class SocketLoop: @unchecked Sendable {
    private struct State {
        var sockets: [Int32: LiveSocket] = [:]
        var isRunning = false
        var isStopping = false
    }

    private let poller: Int32
    private let messageLimit: Int
    private let logger: Logger
    private let state = Lock(State())
    private let thread = BlockingExecutor(name: "websockets", threads: 1, queueLimit: 1)

    init(messageLimit: Int, logger: Logger) {
        poller = cpoll_create()
        self.messageLimit = messageLimit
        self.logger = logger
    }

    deinit { close(poller) }

    var count: Int { state.withLock { $0.sockets.count } }

    /// Takes over an upgraded connection. The thread starts with the first.
    func adopt(
        descriptor: Int32, handle: OpaquePointer, early: [UInt8], handler: @escaping @Sendable (WebSocket) async -> Void
    ) {
        var on: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
        guard
            let socket = LiveSocket(
                descriptor: descriptor, handle: handle, early: early, messageLimit: messageLimit, poller: poller)
        else { return logger.error("websocket_failed", ["error": "out of memory"]) }
        let (starts, stopping) = state.withLock { state in
            state.sockets[descriptor] = socket
            defer { state.isRunning = true }
            return (!state.isRunning, state.isStopping)
        }
        cpoll_add(poller, descriptor)
        if starts { _ = thread.submit { [weak self] in self?.loop() } }
        socket.run(handler)
        if socket.ready() { remove(socket) }
        if stopping { Task { await socket.close(.goingAway, "The server is stopping.") } }
    }

    private func remove(_ socket: LiveSocket) {
        state.withLock { state in
            if state.sockets[socket.descriptor] === socket { state.sockets[socket.descriptor] = nil }
        }
    }

    private func loop() {
        var ready = [Int32](repeating: 0, count: 64)
        var ticked = Peer.seconds()
        while true {
            let count = cpoll_wait(poller, &ready, 500)
            for descriptor in ready.prefix(max(0, Int(count))) {
                guard let socket = state.withLock({ $0.sockets[descriptor] }) else { continue }
                if socket.ready() { remove(socket) }
            }
            let now = Peer.seconds()
            if now != ticked {
                ticked = now
                for socket in state.withLock({ Array($0.sockets.values) }) where socket.tick(now) { remove(socket) }
            }
            let ends = state.withLock { state in
                guard state.isStopping, state.sockets.isEmpty else { return false }
                state.isRunning = false
                return true
            }
            if ends { return }
        }
    }

    /// Says goodbye to every client; those that do not answer within two seconds are cut.
    func stop() async {
        let sockets = state.withLock { state in
            state.isStopping = true
            return Array(state.sockets.values)
        }
        for socket in sockets { await socket.close(.goingAway, "The server is stopping.") }
        let deadline = ContinuousClock.now + .seconds(2)
        while count > 0, ContinuousClock.now < deadline { try? await Task.sleep(for: .milliseconds(5)) }
        for socket in state.withLock({ Array($0.sockets.values) }) where socket.breakOff() { remove(socket) }
        thread.stop()
    }
}
