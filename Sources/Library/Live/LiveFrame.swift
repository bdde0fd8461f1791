import Core

/// What a server says on `/ws/images/{image_id}`: `{type, at, data}`.
enum LiveFrame {
    /// First of all: who you are here, who else is, and by what to see whether the annotations that you have are these.
    static func hello(_ connection: LiveConnection, _ people: [LivePerson], _ mark: AnnotationMark, at now: Timestamp) -> String {
        text("hello", at: now) { writer in
            writer.key("connection_id")
            writer.id(connection.person.connectionID)
            writer.key("people")
            people.encode(to: &writer)
            writer.key("annotations")
            mark.encode(to: &writer)
        }
    }

    static func presence(_ people: [LivePerson], at now: Timestamp) -> String {
        text("presence", at: now) { writer in
            writer.key("people")
            people.encode(to: &writer)
        }
    }

    /// The annotations that somebody changed, as they now are; those deleted have `deleted_at`.
    static func annotations(_ annotations: [Annotation], userID: JSON, username: String?, at now: Timestamp) -> String {
        text("annotations", at: now) { writer in
            writer.key("resync")
            writer.bool(false)
            writer.key("user_id")
            writer.value(userID)
            writer.key("username")
            username.encode(to: &writer)
            writer.key("annotations")
            annotations.encode(to: &writer)
        }
    }

    /// So much changed, or so much may have been missed, that the annotations are better read again.
    static func resync(at now: Timestamp) -> String {
        text("annotations", at: now) { writer in
            writer.key("resync")
            writer.bool(true)
        }
    }

    /// `comments`, `image`: something to read again, as the event says.
    static func news(_ type: String, _ body: JSON, at now: Timestamp) -> String {
        text(type, at: now) { writer in
            for member in body.object?.members ?? [] {
                writer.key(member.key)
                writer.value(member.value)
            }
        }
    }

    static func cursor(_ cursor: LiveCursor, of connectionID: ID, at now: Timestamp) -> String {
        text("cursor", at: now) { writer in
            writer.key("connection_id")
            writer.id(connectionID)
            writer.key("point")
            cursor.point.encode(to: &writer)
            writer.key("selection")
            cursor.selection.encode(to: &writer)
        }
    }

    private static func text(_ type: String, at now: Timestamp, _ data: (inout JSONWriter) -> Void) -> String {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("type")
        writer.string(type)
        writer.key("at")
        writer.timestamp(now)
        writer.key("data")
        writer.beginObject()
        data(&writer)
        writer.endObject()
        writer.endObject()
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}

/// By these two a client sees whether the living annotations that it has are the server's: a deletion changes the count, and
/// whatever could make up for it in the count is newer.
struct AnnotationMark: WireObject {
    var count: Int
    var newest: Timestamp?

    static let fields = Fields<Self>(
        "AnnotationMark", Field("count", \.count), Field("newest", \.newest, "The latest `updated_at`."))
}
