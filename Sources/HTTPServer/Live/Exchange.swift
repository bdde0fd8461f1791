import CMicroHTTPD
import Core

/// One request and its answer on a connection: the meeting place of the library's threads, which must never wait, and the
/// Swift task that handles the request.
///
/// The library calls in whenever something can move on. When nothing can, the connection is suspended under the same lock
/// that decided so; whoever changes that (the handler asks for more body, has an answer, writes some of it) resumes it.
///
/// `@unchecked Sendable`: everything that changes is in `state`, under its lock; `connection` in it is used only between
/// the request's first call and its completion, as the library demands.
final class Exchange: @unchecked Sendable {
    /// Bytes held for a reader or for the socket: above `high` the giver waits, below `low` it goes on.
    static let high = 256 << 10
    static let low = 64 << 10
    /// What is still read and dropped of a body that nobody wants: most clients send all of it before they listen. Twice
    /// the usual limit of JSON, so that too much of it is told as such; what announces more is answered at once and cut off.
    static let discardLimit: Int64 = 32 << 20
    /// The same once the handler has begun to read: the rest of the picture whose upload it refuses.
    static let drainLimit: Int64 = 256 << 20

    enum Phase {
        case head
        /// Complete without a body; the handler has not begun.
        case bodiless
        /// The handler runs and has not asked for the body yet: no `100 Continue`, nothing read.
        case deciding
        case body
        case answering
    }

    struct State {
        var connection: OpaquePointer?
        var phase = Phase.head
        var isSuspended = false
        var isAborted = false
        var task: Task<Void, Never>?

        var incoming = ByteQueue()
        var bodyEnded = false
        var wantsBody = false
        /// The client asked whether to send its body (`Expect: 100-continue`).
        var asksFirst = false
        var discarded: Int64 = 0
        var reader: UnsafeContinuation<[UInt8]?, any Error>?

        var answer: HTTPResponse?
        var isQueued = false
        var outgoing = ByteQueue()
        var outgoingEnded = false
        var outgoingFailed = false
        var writer: UnsafeContinuation<Void, any Error>?
    }

    let server: LiveServer
    let peer: Peer?
    let uri: String
    var declaredLength: Int64? { declared.withLock { $0 } }
    private let declared = Lock<Int64?>(nil)
    /// The request between its head and the start of its handler.
    let pending = Lock<HTTPRequest?>(nil)
    let upgrade = Lock<(@Sendable (WebSocket) async -> Void)?>(nil)
    let state = Lock(State())

    init(server: LiveServer, peer: Peer?, uri: String) {
        self.server = server
        self.peer = peer
        self.uri = uri
    }

    func declare(length: Int64?) { declared.withLock { $0 = length } }

    static var gone: FoveaError { FoveaError(.malformed, "The client went away before its request was complete.") }

    /// Call under the lock.
    func resume(_ state: inout State) {
        guard state.isSuspended, let connection = state.connection else { return }
        state.isSuspended = false
        MHD_resume_connection(connection)
    }

    /// Call under the lock, on the library's thread. Nobody would resume what was aborted a moment ago.
    func suspend(_ state: inout State) {
        guard !state.isSuspended, !state.isAborted, let connection = state.connection else { return }
        state.isSuspended = true
        MHD_suspend_connection(connection)
    }

    /// The connection is done with this request, whole or not.
    func completed() {
        let (task, reader, writer) = state.withLock { state in
            let waiting = (state.task, state.reader, state.writer)
            state.connection = nil
            state.isAborted = true
            state.task = nil
            state.reader = nil
            state.writer = nil
            state.incoming.removeAll()
            state.outgoing.removeAll()
            return waiting
        }
        task?.cancel()
        reader?.resume(throwing: Exchange.gone)
        writer?.resume(throwing: Exchange.gone)
    }

    /// The server stops and waits no longer: the connection is closed as soon as the library looks at it again.
    func abort() {
        peer?.cut()
        let task = state.withLock { state in
            state.isAborted = true
            resume(&state)
            return state.task
        }
        task?.cancel()
    }
}
