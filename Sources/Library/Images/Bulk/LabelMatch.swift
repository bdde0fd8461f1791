import Core
import Database

/// The labels and tags of one project as another has them: matched by name, made where that is wanted.
struct LabelMatch {
    let target: ID
    private var labels: [ID: ID] = [:]
    private var tags: [ID: ID] = [:]

    /// - Parameter createLabels: makes what the target lacks; else what goes by such a label is left out.
    init(_ connection: Connection, from source: ID, to target: ID, createLabels: Bool, at now: Timestamp) throws {
        self.target = target
        let theirs = Dictionary(uniqueKeysWithValues: try LabelStore.ofProject(connection, target).map { ($0.name, $0.id) })
        for label in try LabelStore.ofProject(connection, source) {
            if let known = theirs[label.name] {
                labels[label.id] = known
            } else if createLabels {
                labels[label.id] = try LabelStore.create(connection, target, try LabelBody(like: label), at: now).id
            }
        }
        let theirTags = Dictionary(uniqueKeysWithValues: try TagStore.ofProject(connection, target).map { ($0.name, $0.id) })
        for tag in try TagStore.ofProject(connection, source) where tag.imageCount > 0 {
            var body = TagBody()
            body.name = tag.name
            body.color = tag.color
            tags[tag.id] = try theirTags[tag.name] ?? TagStore.create(connection, target, body, at: now).id
        }
    }

    subscript(label id: ID) -> ID? { labels[id] }
    subscript(tag id: ID) -> ID? { tags[id] }

    /// Puts the tags that images have at the source on the images of the target. `pairs` are (source, target).
    func tag(_ connection: Connection, _ pairs: [(ID, ID)]) throws {
        let held = try ImageStore.tags(connection, of: pairs.map(\.0))
        let rows = pairs.flatMap { source, target in
            (held[source] ?? []).compactMap { tags[$0] }.map { [.id(target), .id($0)] as [SQLValue] }
        }
        try connection.executeMany("INSERT INTO image_tags (image_id, tag_id) VALUES ($1, $2) ON CONFLICT DO NOTHING", rows)
    }
}

extension LabelBody {
    /// Without the hotkey, which another label of the target may have.
    fileprivate init(like label: Label) throws {
        self.init()
        name = label.name
        color = label.color
        path = label.path
        attributes = try [LabelAttribute].decode(JSON.parse(label.attributes.text))
        skeleton = try label.skeleton.map { try Skeleton.decode(JSON.parse($0.text)) }
    }
}
