import Core
import Database
import Events
import HTTPServer

/// Who looks at which image through this server, and what they are told. Between servers it speaks by `Events`; nothing of
/// it is stored.
public final class LiveHub: Sendable {
    struct Room: Sendable {
        var connections: [ID: LiveConnection] = [:]
        var presence: LivePresence
        /// As it was told last.
        var people: [LivePerson] = []
        /// Not yet told to other servers: the newest place of each.
        var cursors: [ID: LiveCursor] = [:]
        var listener: Task<Void, Never>?
    }

    struct State: Sendable {
        var rooms: [ID: Room] = [:]
        var connectionsOf: [ID: Int] = [:]
        /// Rooms of which other servers are to be told; true: and asked whom they have.
        var untold: [ID: Bool] = [:]
        var isPublishing = false
        var isBeating = false
    }

    let database: Database
    let events: Events
    let clock: WallClock
    let options: LiveOptions
    /// This server's name among others.
    let server = ID.make()
    let state = Lock(State())

    public init(database: Database, events: Events, clock: WallClock = .system, options: LiveOptions = LiveOptions()) {
        self.database = database
        self.events = events
        self.clock = clock
        self.options = options
    }

    /// Talks with one client until it goes, is too slow, or may no longer be here.
    func serve(_ socket: WebSocket, image: ID, project: ID, user: Principal) async throws {
        let outbox = LiveOutbox(frameLimit: options.waitingFrames, byteLimit: options.waitingBytes)
        let person = LivePerson(
            connectionID: .make(), userID: user.userID, username: user.username, color: LivePerson.color(of: user.userID),
            since: clock.now())
        let connection = LiveConnection(person: person, socket: socket, outbox: outbox)
        try join(connection, image, project)
        defer { leave(connection, image) }
        try await withTaskCancellationHandler {
            try await greet(connection, image)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    defer { outbox.end() }
                    try await self.hear(connection, image)
                }
                group.addTask { while let frame = await outbox.next() { try await socket.send(text: frame) } }
                try await group.waitForAll()
            }
        } onCancel: {
            // At once: a client that may no longer be here need not answer our goodbye first.
            leave(connection, image)
        }
    }

    private func join(_ connection: LiveConnection, _ image: ID, _ project: ID) throws {
        let person = connection.person, now = clock.now()
        let beats: Bool = try state.withLock { state in
            guard state.connectionsOf[person.userID, default: 0] < options.connectionsPerUser else {
                throw FoveaError(.throttled, "You have \(options.connectionsPerUser) images open already. Close a window.")
            }
            guard state.rooms[image]?.connections.count ?? 0 < options.connectionsPerImage else {
                throw FoveaError(.throttled, "\(options.connectionsPerImage) windows show this image already.")
            }
            if state.rooms[image] == nil {
                let changes = events.subscribe(ImageNews.topic(image), ImageNews.topic(project: project))
                var room = Room(presence: LivePresence(silence: options.silence, serverSilence: options.serverSilence))
                room.listener = Task { await self.listen(image, changes) }
                state.rooms[image] = room
                state.untold[image] = true
            }
            state.connectionsOf[person.userID, default: 0] += 1
            state.rooms[image]?.connections[connection.id] = connection
            state.rooms[image]?.presence.join(person, at: now)
            defer { state.isBeating = true }
            return !state.isBeating
        }
        if beats { Task { await beat() } }
        tellPresence(image)
    }

    /// Twice is as good as once.
    private func leave(_ connection: LiveConnection, _ image: ID) {
        let listener: Task<Void, Never>?? = state.withLock { state in
            guard state.rooms[image]?.connections.removeValue(forKey: connection.id) != nil else { return nil }
            let left = state.connectionsOf[connection.person.userID, default: 1] - 1
            state.connectionsOf[connection.person.userID] = left > 0 ? left : nil
            state.rooms[image]?.presence.leave(connection.id)
            state.untold[image] = state.untold[image] ?? false
            guard state.rooms[image]?.connections.isEmpty == true else { return .some(nil) }
            return state.rooms.removeValue(forKey: image)?.listener
        }
        guard let listener else { return }
        listener?.cancel()
        tellPresence(image)
        publish()
    }

    private func greet(_ connection: LiveConnection, _ image: ID) async throws {
        let mark = try await database.read { try AnnotationStore.mark($0, image) }
        let now = clock.now()
        let people = state.withLock { $0.rooms[image]?.presence.people(at: now) ?? [] }
        _ = connection.outbox.put(LiveFrame.hello(connection, people, mark, at: now), first: true)
    }

    private func hear(_ connection: LiveConnection, _ image: ID) async throws {
        var pace = LivePace(perSecond: options.messagesPerSecond, burst: options.messageBurst, at: clock.now())
        while let message = try await connection.socket.receive() {
            guard case .text(let text) = message else { return await connection.socket.close(.unsupported, "Send text.") }
            guard text.utf8.count <= options.messageBytes else {
                return await connection.socket.close(.tooLarge, "A message may have \(options.messageBytes) bytes.")
            }
            switch pace.message(at: clock.now()) {
            case .dropped: continue
            case .flood: return await connection.socket.close(.policy, "You send too many messages.")
            case .heard: heard(try LiveMessage.decode(JSON.parse(text)), from: connection, image)
            }
        }
    }

    private func heard(_ message: LiveMessage, from connection: LiveConnection, _ image: ID) {
        let now = clock.now()
        let isSeenElsewhere: Bool = state.withLock { state in
            state.rooms[image]?.presence.heard(connection.id, at: now)
            guard let cursor = message.data, message.type == .cursor else { return false }
            guard state.rooms[image]?.presence.isSeenElsewhere == true else { return false }
            state.rooms[image]?.cursors[connection.id] = cursor
            state.untold[image] = state.untold[image] ?? false
            return true
        }
        if let cursor = message.data, message.type == .cursor { show(cursor, of: connection.id, image) }
        // Somebody who had fallen silent is shown again.
        tellPresence(image)
        if isSeenElsewhere { publish() }
    }
}
