import Core
import Database
import Events

extension LiveHub {
    /// More people than fit into one event are not told to other servers by name.
    private static let peopleLimit = 24
    private static let cursorLimit = 16

    /// Tells other servers what they have not been told, soon and in order, several rooms in one transaction.
    func publish() {
        let starts = state.withLock { state in
            defer { state.isPublishing = true }
            return !state.isPublishing
        }
        if starts { Task { await publishAll() } }
    }

    private func publishAll() async {
        while true {
            let now = clock.now()
            let news: [Event] = state.withLock { state in
                let untold = state.untold
                state.untold = [:]
                if untold.isEmpty { state.isPublishing = false }
                return untold.flatMap { image, asks in self.news(&state, image, asks: asks, at: now) }
            }
            if news.isEmpty { return }
            // What is lost is told again with the next heartbeat.
            try? await database.write { [events] in try events.publish(news, in: $0) }
            try? await Task.sleep(for: options.publishInterval)
        }
    }

    private func news(_ state: inout State, _ image: ID, asks: Bool, at now: Timestamp) -> [Event] {
        let people = state.rooms[image]?.presence.peopleHere(at: now).prefix(Self.peopleLimit) ?? []
        let presence: JSON = [
            "server": .string(server.description), "asks": .bool(asks),
            "people": .array(people.compactMap { try? JSON.parse($0.encoded()) }),
        ]
        let topic = ImageNews.topic(image)
        var news = [Event(topic, "presence", presence)]
        if let cursors = state.rooms[image]?.cursors, !cursors.isEmpty {
            let members = cursors.prefix(Self.cursorLimit).map { id, cursor in
                (key: id.description, value: (try? JSON.parse(cursor.encoded())) ?? .null)
            }
            state.rooms[image]?.cursors = [:]
            news.append(Event(topic, "cursors", ["server": .string(server.description), "cursors": .object(JSONObject(members))]))
        }
        return news
    }

    /// While somebody looks at something here: forgets servers that fell silent, tells the others that this one is there.
    func beat() async {
        while true {
            try? await Task.sleep(for: options.heartbeat)
            let now = clock.now()
            let rooms: [ID] = state.withLock { state in
                for image in state.rooms.keys {
                    state.rooms[image]?.presence.expire(at: now)
                    state.untold[image] = state.untold[image] ?? false
                }
                if state.rooms.isEmpty { state.isBeating = false }
                return Array(state.rooms.keys)
            }
            if rooms.isEmpty { return }
            for image in rooms { tellPresence(image) }
            publish()
        }
    }
}
