import Core

/// That something changed, for whoever listens: enough to know what to read again, not the data itself.
public struct Event: Sendable, Equatable {
    /// Who it concerns, as `project:<id>`, `job:<id>` or `jobs`: what listeners subscribe to.
    public var topic: String
    /// What happened, as `annotations.changed`.
    public var kind: String
    /// Small. A body over a few kilobytes does not travel between servers: it arrives as null.
    public var body: JSON

    public init(_ topic: String, _ kind: String, _ body: JSON = .null) {
        self.topic = topic
        self.kind = kind
        self.body = body
    }
}

extension Event {
    /// Goes to every listener, whatever its topics, when events from other servers may have been lost: read again.
    public static let resync = Event("*", "resync")
    public var isResync: Bool { kind == "resync" && topic == "*" }
}
