import Core

/// What waits to be sent to one client. Bounded: a client that does not read loses its place, not everybody's memory. Of a
/// cursor only the newest place is kept.
final class LiveOutbox: Sendable {
    private struct State {
        var frames: [String] = []
        var bytes = 0
        var cursors: [(of: ID, text: String)] = []
        var waiter: UnsafeContinuation<String?, Never>?
        var isEnded = false
    }

    private let state = Lock(State())
    private let frameLimit: Int
    private let byteLimit: Int

    init(frameLimit: Int, byteLimit: Int) {
        self.frameLimit = frameLimit
        self.byteLimit = byteLimit
    }

    /// False when there was no room: the client must start again. `first`: before all that waits.
    func put(_ frame: String, first: Bool = false) -> Bool {
        let (waiter, fits): (UnsafeContinuation<String?, Never>?, Bool) = state.withLock { state in
            if state.isEnded { return (nil, true) }
            if let waiter = state.waiter {
                state.waiter = nil
                return (waiter, true)
            }
            let size = frame.utf8.count
            guard first || (state.frames.count < frameLimit && state.bytes + size <= byteLimit) else { return (nil, false) }
            state.frames.insert(frame, at: first ? 0 : state.frames.endIndex)
            state.bytes += size
            return (nil, true)
        }
        waiter?.resume(returning: frame)
        return fits
    }

    /// In place of the cursor of the same connection that is still waiting.
    func put(cursor text: String, of connectionID: ID) {
        let waiter: UnsafeContinuation<String?, Never>? = state.withLock { state in
            if state.isEnded { return nil }
            if let waiter = state.waiter {
                state.waiter = nil
                return waiter
            }
            if let place = state.cursors.firstIndex(where: { $0.of == connectionID }) {
                state.cursors[place].text = text
            } else {
                state.cursors.append((connectionID, text))
            }
            return nil
        }
        waiter?.resume(returning: text)
    }

    /// The next frame; nil at the end, or when the task is cancelled. One caller at a time.
    func next() async -> String? {
        await withTaskCancellationHandler {
            await withUnsafeContinuation { continuation in
                let (resume, frame): (Bool, String?) = state.withLock { state in
                    if state.isEnded || Task.isCancelled { return (true, nil) }
                    if !state.frames.isEmpty {
                        let frame = state.frames.removeFirst()
                        state.bytes -= frame.utf8.count
                        return (true, frame)
                    }
                    if !state.cursors.isEmpty { return (true, state.cursors.removeFirst().text) }
                    state.waiter = continuation
                    return (false, nil)
                }
                if resume { continuation.resume(returning: frame) }
            }
        } onCancel: {
            end()
        }
    }

    func end() {
        let waiter: UnsafeContinuation<String?, Never>? = state.withLock { state in
            state.isEnded = true
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume(returning: nil)
    }
}
