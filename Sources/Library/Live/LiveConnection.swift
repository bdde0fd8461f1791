import Core
import HTTPServer

/// One open socket: who it is, and what waits to be said to them.
struct LiveConnection: Sendable {
    let person: LivePerson
    let socket: WebSocket
    let outbox: LiveOutbox

    var id: ID { person.connectionID }

    /// A client too slow to be told is sent away; it comes back and reads what it has missed.
    func tell(_ frame: String) {
        if outbox.put(frame) { return }
        outbox.end()
        Task { [socket] in await socket.close(.tryLater, "You read too slowly. Connect again and read the annotations again.") }
    }
}

/// Bounds of the live side, so that nobody's window can cost the others theirs.
public struct LiveOptions: Sendable {
    /// Servers tell each other whom they have this often; one silent for `serverSilence` is gone.
    public var heartbeat = Duration.seconds(4)
    public var serverSilence = Duration.seconds(13)
    /// Clients say that they are here every five seconds; who has not for this long is not shown.
    public var silence = Duration.seconds(14)
    /// Between two tellings to other servers.
    public var publishInterval = Duration.milliseconds(120)
    public var connectionsPerUser = 24
    public var connectionsPerImage = 200
    public var messageBytes = 8192
    public var messagesPerSecond = 30.0
    public var messageBurst = 60.0
    /// What may wait for one client.
    public var waitingFrames = 128
    public var waitingBytes = 2 << 20
    /// A frame of annotations larger than this is not sent: the clients read again.
    public var frameBytes = 256 << 10

    public init() {}
}
