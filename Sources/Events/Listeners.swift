import Core

/// Who in this process wants which topics.
final class Listeners: Sendable {
    private struct State {
        var topics: [ID: [String]] = [:]
        var mailboxes: [ID: Mailbox] = [:]
        var byTopic: [String: Set<ID>] = [:]
        var stopped = false
    }

    private let state = Lock(State())

    func add(_ topics: [String], buffer: Int) -> Subscription {
        let id = ID.make()
        let mailbox = Mailbox(capacity: buffer)
        let stopped: Bool = state.withLock { state in
            guard !state.stopped else { return true }
            state.mailboxes[id] = mailbox
            state.topics[id] = topics
            for topic in topics { state.byTopic[topic, default: []].insert(id) }
            return false
        }
        if stopped { mailbox.close() }
        return Subscription(mailbox: mailbox) { [weak self] in self?.remove(id) }
    }

    private func remove(_ id: ID) {
        state.withLock { state in
            state.mailboxes[id] = nil
            for topic in state.topics.removeValue(forKey: id) ?? [] {
                state.byTopic[topic]?.remove(id)
                if state.byTopic[topic]?.isEmpty == true { state.byTopic[topic] = nil }
            }
        }
    }

    func deliver(_ event: Event) {
        let wanted: [Mailbox] = state.withLock { state in
            if event.isResync { return Array(state.mailboxes.values) }
            return (state.byTopic[event.topic] ?? []).compactMap { state.mailboxes[$0] }
        }
        for mailbox in wanted { mailbox.put(event) }
    }

    func stop() {
        let all: [Mailbox] = state.withLock { state in
            defer { state = State(stopped: true) }
            return Array(state.mailboxes.values)
        }
        for mailbox in all { mailbox.close() }
    }
}
