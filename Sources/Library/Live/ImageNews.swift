import Core
import Database
import Events

/// Tells whoever looks at an image what changed on it, once the transaction that changed it has been committed.
public struct ImageNews: Sendable {
    /// Nil: nobody listens (a program without a server).
    private let events: Events?

    public init(_ events: Events?) { self.events = events }

    public static let silent = ImageNews(nil)

    /// Events about one image: kinds `annotations`, `comments`, `image`, and between servers `presence` and `cursors`.
    static func topic(_ imageID: ID) -> String { "image:\(imageID)" }
    /// Events about many images of a project at once: kind `images`.
    static func topic(project: ID) -> String { "project:\(project)" }

    /// More than these and the news says only that there is a lot: whoever listens reads again.
    static let idLimit = 120
    private static let imageLimit = 50

    func annotations(_ ids: [ID], of imageID: ID, by userID: ID?, in connection: Connection) throws {
        try tell(imageID, "annotations", Self.changed(ids, userID), in: connection)
    }

    /// The same for many images at once.
    func annotations(_ byImage: [ID: [ID]], by userID: ID?, in connection: Connection) throws {
        guard let events else { return }
        let bodies = byImage.sorted { $0.key < $1.key }.map { imageID, ids in
            Event(Self.topic(imageID), "annotations", Self.changed(ids, userID))
        }
        try events.publish(bodies, in: connection)
    }

    func comment(_ id: ID, _ action: String, of imageID: ID, by userID: ID, in connection: Connection) throws {
        let body: JSON = ["comment_id": .string(id.description), "action": .string(action), "user_id": .string(userID.description)]
        try tell(imageID, "comments", body, in: connection)
    }

    /// Status, review, split, tags, the bin: what is not its annotations or comments.
    public func images(_ ids: [ID], of projectID: ID, by userID: ID?, in connection: Connection) throws {
        guard let events else { return }
        let body: JSON = ["user_id": userID.json]
        guard ids.count <= Self.imageLimit else {
            return try events.publish(Event(Self.topic(project: projectID), "images", body), in: connection)
        }
        try events.publish(ids.map { Event(Self.topic($0), "image", body) }, in: connection)
    }

    private static func changed(_ ids: [ID], _ userID: ID?) -> JSON {
        let named: JSON = ids.count > idLimit ? .null : .array(ids.map { .string($0.description) })
        return ["ids": named, "user_id": userID.json]
    }

    private func tell(_ imageID: ID, _ kind: String, _ body: JSON, in connection: Connection) throws {
        try events?.publish(Event(Self.topic(imageID), kind, body), in: connection)
    }
}

extension ID? {
    fileprivate var json: JSON { map { .string($0.description) } ?? .null }
}
