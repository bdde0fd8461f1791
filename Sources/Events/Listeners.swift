import Core

/// Who in this process wants which topics.
final class Listeners: Sendable {
    private struct Listener {
        let topics: [String]
        let continuation: AsyncStream<Event>.Continuation
        let missed: Lock<Bool>
    }

    private struct State {
        var listeners: [ID: Listener] = [:]
        var byTopic: [String: Set<ID>] = [:]
        var stopped = false
    }

    private let state = Lock(State())

    func add(_ topics: [String], buffer: Int) -> Subscription {
        let id = ID.make()
        let (stream, continuation) = AsyncStream<Event>.makeStream(bufferingPolicy: .bufferingNewest(buffer))
        let stopped: Bool = state.withLock { state in
            guard !state.stopped else { return true }
            state.listeners[id] = Listener(topics: topics, continuation: continuation, missed: Lock(false))
            for topic in topics { state.byTopic[topic, default: []].insert(id) }
            return false
        }
        if stopped { continuation.finish() }
        return Subscription(stream: stream) { [weak self] in self?.remove(id) }
    }

    private func remove(_ id: ID) {
        let listener: Listener? = state.withLock { state in
            guard let listener = state.listeners.removeValue(forKey: id) else { return nil }
            for topic in listener.topics {
                state.byTopic[topic]?.remove(id)
                if state.byTopic[topic]?.isEmpty == true { state.byTopic[topic] = nil }
            }
            return listener
        }
        listener?.continuation.finish()
    }

    func deliver(_ event: Event) {
        let wanted: [Listener] = state.withLock { state in
            if event.isResync { return Array(state.listeners.values) }
            return (state.byTopic[event.topic] ?? []).compactMap { state.listeners[$0] }
        }
        for listener in wanted {
            // The buffer keeps the newest: what falls out is told once, as a resync that takes the next place.
            if case .dropped = listener.continuation.yield(event), !listener.missed.withLock({ exchange(&$0, true) }) {
                listener.continuation.yield(.resync)
            } else {
                listener.missed.withLock { $0 = false }
            }
        }
    }

    func stop() {
        let all: [Listener] = state.withLock { state in
            defer { state.listeners = [:]; state.byTopic = [:]; state.stopped = true }
            return Array(state.listeners.values)
        }
        for listener in all { listener.continuation.finish() }
    }
}

private func exchange(_ value: inout Bool, _ new: Bool) -> Bool {
    defer { value = new }
    return value
}
