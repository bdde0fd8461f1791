import Core
import Database
import DatasetFormats
import Geometry

/// Something that can be exported, a page at a time: a project here, a dataset version elsewhere.
public struct ExportSource: Sendable {
    public struct Item: Sendable {
        public var image: DatasetImage
        public var digest: Digest
        public init(image: DatasetImage, digest: Digest) {
            self.image = image
            self.digest = digest
        }
    }

    /// For the name of the archive.
    public var name: String
    /// In the order of their index.
    public var classes: [String]
    public var taskType: TaskType
    /// By class, of those that declare keypoints.
    public var skeletons: [String: DatasetSkeleton]
    /// The next images, some at a time; empty at the end. A source is read once, by one reader.
    public var next: @Sendable () async throws -> [Item]

    public init(
        name: String, classes: [String], taskType: TaskType, skeletons: [String: DatasetSkeleton] = [:],
        next: @escaping @Sendable () async throws -> [Item]
    ) {
        self.name = name
        self.classes = classes
        self.taskType = taskType
        self.skeletons = skeletons
        self.next = next
    }
}

extension ExportSource {
    static let pageSize = 64

    /// The living images of a project with their annotations, predictions left out. Nil when there is no such project.
    public static func project(_ id: ID, _ database: Database) async throws -> ExportSource? {
        let head = try await database.read { connection -> (String, TaskType, [Label])? in
            let found = try connection.first("SELECT name, task_type FROM projects WHERE id = $1", id) { row in
                (try row.text(0), try row.value(1) as TaskType)
            }
            guard let found else { return nil }
            return (found.0, found.1, try LabelStore.ofProject(connection, id))
        }
        guard let (name, taskType, labels) = head else { return nil }
        let names = Dictionary(uniqueKeysWithValues: labels.map { ($0.id, $0.name) })
        let place = Lock(ID(high: 0, low: 0))
        return ExportSource(name: name, classes: labels.map(\.name), taskType: taskType, skeletons: labels.datasetSkeletons) {
            let after = place.withLock { $0 }
            let (items, last) = try await database.read { try page($0, id, after: after, names) }
            if let last { place.withLock { $0 = last } }
            return items
        }
    }

    private static func page(_ connection: Connection, _ project: ID, after: ID, _ names: [ID: String]) throws -> (items: [Item], last: ID?) {
        var items: [Item] = []
        var ids: [ID] = []
        let rows = try connection.query(
            """
            SELECT id, filename, digest, width, height, split FROM images
            WHERE project_id = $1 AND deleted_at IS NULL AND id > $2 ORDER BY id LIMIT $3
            """, project, after, pageSize
        ) { row in
            (
                id: try row.id(0), name: try row.text(1), digest: try row.digest(2), width: try row.int(3), height: try row.int(4),
                split: try row.value(5) as Split
            )
        }
        for row in rows {
            let image = DatasetImage(name: row.name, size: PixelSize(width: row.width, height: row.height), split: row.split.dataset)
            items.append(Item(image: image, digest: row.digest))
            ids.append(row.id)
        }
        let places = Dictionary(uniqueKeysWithValues: ids.enumerated().map { ($1, $0) })
        guard !ids.isEmpty else { return ([], nil) }
        let isNamed = connection.dialect.contains("image_id", "$1", .idList)
        try connection.forEach(
            """
            SELECT image_id, label_id, geometry, attributes, z_order, track_id FROM annotations
            WHERE \(isNamed) AND deleted_at IS NULL AND is_prediction = 0 ORDER BY image_id, created_at, id
            """, ids
        ) { row in
            guard let place = places[try row.id(0)], let label = names[try row.id(1)] else { return }
            var attributes = StackAttribute.added(try JSON.parse(try row.text(3)).object ?? JSONObject(), zOrder: try row.int(4))
            // Files know no tracks; what was one object can still be told.
            if let track = try row.optionalID(5), attributes[DatasetAnnotation.trackAttribute] == nil {
                attributes[DatasetAnnotation.trackAttribute] = .string(track.description)
            }
            items[place].image.annotations.append(
                DatasetAnnotation(label: label, geometry: try Geometry(text: try row.text(2)), attributes: attributes))
        }
        return (items, ids.last)
    }
}
