import Core

/// Events that wait for one listener, and the listener when it waits for events. Unlike `AsyncStream`, a wait that is given
/// up (cancelled, or out of time) leaves the mailbox whole.
final class Mailbox: Sendable {
    private struct State {
        var waiting: [Event] = []
        var listener: (token: UInt64, continuation: UnsafeContinuation<Event?, Never>)?
        var token: UInt64 = 0
        var isClosed = false
    }

    private let state = Lock(State())
    private let capacity: Int

    init(capacity: Int) { self.capacity = max(1, capacity) }

    /// A full mailbox forgets what it has and holds one `resync` instead.
    func put(_ event: Event) {
        let listener: UnsafeContinuation<Event?, Never>? = state.withLock { state in
            guard !state.isClosed else { return nil }
            if let listener = state.listener {
                state.listener = nil
                return listener.continuation
            }
            if state.waiting.count < capacity { state.waiting.append(event) } else { state.waiting = [.resync] }
            return nil
        }
        listener?.resume(returning: event)
    }

    func close() {
        let listener: UnsafeContinuation<Event?, Never>? = state.withLock { state in
            state.isClosed = true
            defer { state.listener = nil }
            return state.listener?.continuation
        }
        listener?.resume(returning: nil)
    }

    var isClosed: Bool { state.withLock { $0.isClosed && $0.waiting.isEmpty } }

    /// The next event; nil when closed and empty, when the task is cancelled, or when `limit` has passed. One caller at a time.
    func next(within limit: Duration?) async -> Event? {
        let token: UInt64 = state.withLock { state in
            state.token += 1
            return state.token
        }
        let timer: Task<Void, Never>? = limit.map { limit in
            Task { [weak self] in
                try? await Task.sleep(for: limit)
                if !Task.isCancelled { self?.giveUp(token) }
            }
        }
        defer { timer?.cancel() }
        return await withTaskCancellationHandler {
            await withUnsafeContinuation { continuation in
                let (resume, event): (Bool, Event?) = state.withLock { state in
                    if !state.waiting.isEmpty { return (true, state.waiting.removeFirst()) }
                    // `giveUp` may have come first: it leaves its mark by moving the token on.
                    if state.isClosed || Task.isCancelled || state.token != token { return (true, nil) }
                    state.listener = (token, continuation)
                    return (false, nil)
                }
                if resume { continuation.resume(returning: event) }
            }
        } onCancel: {
            giveUp(token)
        }
    }

    private func giveUp(_ token: UInt64) {
        let listener: UnsafeContinuation<Event?, Never>? = state.withLock { state in
            guard state.token == token else { return nil }
            state.token += 1
            guard let listener = state.listener, listener.token == token else { return nil }
            state.listener = nil
            return listener.continuation
        }
        listener?.resume(returning: nil)
    }
}
