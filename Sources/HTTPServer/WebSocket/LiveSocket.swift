import CMicroHTTPD
import Core
import CWslay

/// A WebSocket on a connection that the HTTP library has handed over.
///
/// `@unchecked Sendable`: the session and everything else that changes is reached only under `state`'s lock.
final class LiveSocket: WebSocketTransport, @unchecked Sendable {
    static let low = 64 << 10

    private struct State {
        let session: WslaySession
        var receiver: UnsafeContinuation<WebSocket.Message?, any Error>?
        var senders: [UnsafeContinuation<Void, any Error>] = []
        var task: Task<Void, Never>?
        var reads = false
        var writes = false
        var isDone = false
        var closingSince: Int64?
        var silentSince = Peer.seconds()
    }

    let descriptor: Int32
    private let handle: OpaquePointer
    private let poller: Int32
    private let state: Lock<State>

    init?(descriptor: Int32, handle: OpaquePointer, early: [UInt8], messageLimit: Int, poller: Int32) {
        guard let session = WslaySession(descriptor: descriptor, early: early, messageLimit: messageLimit) else { return nil }
        self.descriptor = descriptor
        self.handle = handle
        self.poller = poller
        state = Lock(State(session: session))
    }

    func run(_ handler: @escaping @Sendable (WebSocket) async -> Void) {
        let task = Task { await handler(WebSocket(self)) }
        let isDone = state.withLock { state in
            state.task = task
            return state.isDone
        }
        if isDone { task.cancel() }
    }

    func receive() async throws -> WebSocket.Message? {
        try await withUnsafeThrowingContinuation { continuation in
            let outcome: Result<WebSocket.Message?, any Error>? = state.withLock { state in
                if let message = state.session.take() {
                    updateInterest(&state)
                    return .success(message)
                }
                if state.isDone || state.session.closeReceived { return .success(nil) }
                guard state.receiver == nil else { return .failure(FoveaError.bug("a WebSocket has two receivers")) }
                state.receiver = continuation
                return nil
            }
            if let outcome { continuation.resume(with: outcome) }
        }
    }

    func send(_ message: WebSocket.Message) async throws {
        try await withUnsafeThrowingContinuation { (continuation: UnsafeContinuation<Void, any Error>) in
            let outcome: Result<Void, any Error>? = state.withLock { state in
                guard !state.isDone, state.session.queue(message) else { return .failure(Exchange.gone) }
                state.session.write()
                updateInterest(&state)
                if state.session.queuedBytes < WslaySession.high { return .success(()) }
                state.senders.append(continuation)
                return nil
            }
            if let outcome { continuation.resume(with: outcome) }
        }
    }

    func close(_ code: WebSocket.CloseCode, _ reason: String) async {
        state.withLock { state in
            guard !state.isDone, state.closingSince == nil else { return }
            state.closingSince = Peer.seconds()
            state.session.close(code.rawValue, reason)
            state.session.write()
            updateInterest(&state)
        }
    }

    /// Readiness from the poller. True when the connection is over and has been given back.
    func ready() -> Bool {
        advance { state in
            state.session.read()
            state.session.write()
        }
    }

    /// Once a second: pings the silent, gives up the dead.
    func tick(_ now: Int64) -> Bool {
        advance { state in
            if state.session.heard {
                state.session.heard = false
                state.silentSince = now
            }
            let silent = now - state.silentSince
            if silent >= 60 || state.closingSince.map({ now - $0 >= 5 }) == true {
                state.session.breakOff()
            } else if silent > 0, silent % 20 == 0 {
                state.session.ping()
                state.session.write()
            }
        }
    }

    func breakOff() -> Bool { advance { $0.session.breakOff() } }

    private func advance(_ move: (inout State) -> Void) -> Bool {
        var wake: [() -> Void] = []
        let over = state.withLock { state in
            if state.isDone { return true }
            move(&state)
            if let receiver = state.receiver {
                if let message = state.session.take() {
                    state.receiver = nil
                    wake.append { receiver.resume(returning: message) }
                } else if state.session.isFinished || state.session.closeReceived {
                    state.receiver = nil
                    wake.append { receiver.resume(returning: nil) }
                }
            }
            if state.session.isFinished { finish(&state, &wake) } else { updateInterest(&state) }
            if !state.senders.isEmpty, state.session.queuedBytes < LiveSocket.low {
                for sender in state.senders { wake.append { sender.resume() } }
                state.senders = []
            }
            return state.isDone
        }
        for resume in wake { resume() }
        return over
    }

    /// Under the lock: leaves the poller before the descriptor is given back, for it may then be reused.
    private func finish(_ state: inout State, _ wake: inout [() -> Void]) {
        state.isDone = true
        cpoll_remove(poller, descriptor)
        for sender in state.senders { wake.append { sender.resume(throwing: Exchange.gone) } }
        state.senders = []
        let task = state.task
        wake.append { task?.cancel() }
        _ = cmhd_upgrade_close(handle)
    }

    private func updateInterest(_ state: inout State) {
        guard !state.isDone else { return }
        let reads = state.session.wantsRead
        // A broken or finished session is looked at once more by the poller's thread.
        let writes = state.session.wantsWrite || state.session.isFinished
        guard state.reads != reads || state.writes != writes else { return }
        state.reads = reads
        state.writes = writes
        cpoll_set(poller, descriptor, reads, writes)
    }
}
