import Core
import Database
import Events

extension LiveHub {
    /// What the bus says of one image, handed to everybody who looks at it.
    func listen(_ image: ID, _ changes: Subscription) async {
        while let event = await changes.next() {
            let now = clock.now()
            if event.isResync {
                tell(image, LiveFrame.resync(at: now))
                tell(image, LiveFrame.news("comments", [:], at: now))
                tell(image, LiveFrame.news("image", [:], at: now))
                state.withLock { if $0.rooms[image] != nil { $0.untold[image] = true } }
                publish()
                continue
            }
            switch event.kind {
            case "annotations": tell(image, await annotations(image, event.body))
            case "comments", "image": tell(image, LiveFrame.news(event.kind, event.body, at: now))
            case "images": tell(image, LiveFrame.news("image", event.body, at: now))
            case "presence": heardPresence(image, event.body, at: now)
            case "cursors": heardCursors(image, event.body)
            default: break
            }
        }
    }

    func tell(_ image: ID, _ frame: String) {
        for connection in connections(image) { connection.tell(frame) }
    }

    /// Tells everybody here who is there, when that has changed.
    func tellPresence(_ image: ID) {
        let now = clock.now()
        let people: [LivePerson]? = state.withLock { state in
            guard let found = state.rooms[image]?.presence.people(at: now), found != state.rooms[image]?.people else { return nil }
            state.rooms[image]?.people = found
            state.untold[image] = state.untold[image] ?? false
            return found
        }
        guard let people else { return }
        tell(image, LiveFrame.presence(people, at: now))
        publish()
    }

    func show(_ cursor: LiveCursor, of connectionID: ID, _ image: ID) {
        let frame = LiveFrame.cursor(cursor, of: connectionID, at: clock.now())
        for connection in connections(image) where connection.id != connectionID {
            connection.outbox.put(cursor: frame, of: connectionID)
        }
    }

    private func connections(_ image: ID) -> [LiveConnection] {
        state.withLock { $0.rooms[image].map { Array($0.connections.values) } ?? [] }
    }

    /// The annotations that an event names, read once for all who look on.
    private func annotations(_ image: ID, _ body: JSON) async -> String {
        let ids = body["ids"]?.array?.compactMap { $0.string.flatMap { ID($0) } }
        let userID = body["user_id"] ?? .null
        let found: ([Annotation], String?)? = try? await database.read { connection in
            guard let ids else { return nil }
            let user = userID.string.flatMap { ID($0) }
            let name = try user.flatMap { try connection.first("SELECT username FROM users WHERE id = $1", $0) { try $0.text(0) } }
            return (try AnnotationStore.byID(connection, ids).filter { $0.imageID == image }, name)
        }
        guard let (annotations, name) = found else { return LiveFrame.resync(at: clock.now()) }
        let frame = LiveFrame.annotations(annotations, userID: userID, username: name, at: clock.now())
        return frame.utf8.count > options.frameBytes ? LiveFrame.resync(at: clock.now()) : frame
    }

    private func heardPresence(_ image: ID, _ body: JSON, at now: Timestamp) {
        guard let other = body["server"]?.string.flatMap({ ID($0) }), other != server else { return }
        let people = (body["people"]?.array ?? []).compactMap { try? LivePerson.decode($0) }
        state.withLock { state in
            state.rooms[image]?.presence.heard(server: other, people, at: now)
            if body["asks"] == true, state.rooms[image] != nil { state.untold[image] = state.untold[image] ?? false }
        }
        tellPresence(image)
        if body["asks"] == true { publish() }
    }

    private func heardCursors(_ image: ID, _ body: JSON) {
        guard let other = body["server"]?.string.flatMap({ ID($0) }), other != server else { return }
        for member in body["cursors"]?.object?.members ?? [] {
            guard let id = ID(member.key), let cursor = try? LiveCursor.decode(member.value) else { continue }
            show(cursor, of: id, image)
        }
    }
}
