import Core
import Database
import ImageQuality
import Library

/// What images of a project are told apart by: a class for each that has one.
struct MapClasses: Sendable {
    /// In the order of the legend; their counts are not counted yet.
    var entries: [MapClass]
    /// Places in `entries`.
    var byImage: [ID: Int] = [:]
    /// What the others are called.
    var otherwise: String
    var isScale = false

    static func of(_ connection: Connection, _ project: ID, _ query: MapColoursQuery) throws -> MapClasses {
        switch query.by {
        case .label: try labels(connection, project, predicted: false)
        case .prediction: try labels(connection, project, predicted: true)
        case .group: try groups(connection, project, query.batchID)
        case .quality:
            try MapScale.quality(query.metric.flatMap(QualityMetric.init) ?? .brisque).classes(connection, project)
        case .coverage:
            try MapScale.coverage(query.metric.flatMap(CoverageMetric.init) ?? .uniqueness).classes(connection, project)
        case .split:
            try column(connection, project, "split", [("Train", "train"), ("Validation", "val"), ("Test", "test")], otherwise: "No split")
        case .status:
            try column(
                connection, project, "status", [("New", "NEW"), ("In progress", "IN_PROGRESS"), ("Done", "DONE")], otherwise: "No status")
        }
    }

    /// The label with the most objects of an image; of equally many the one that stands first in the list.
    private static func labels(_ connection: Connection, _ project: ID, predicted: Bool) throws -> MapClasses {
        let labels = try LabelStore.ofProject(connection, project)
        var classes = MapClasses(
            entries: labels.map { MapClass(name: $0.name, value: $0.id.description, color: $0.color) },
            otherwise: predicted ? "No prediction" : "No label")
        let places = Dictionary(uniqueKeysWithValues: labels.enumerated().map { ($1.id, $0) })
        var most: [ID: Int] = [:]
        try connection.forEach(
            """
            SELECT a.image_id, a.label_id, count(*) FROM images i JOIN annotations a ON a.image_id = i.id
            WHERE i.project_id = $1 AND i.deleted_at IS NULL AND a.deleted_at IS NULL AND a.is_prediction = $2
            GROUP BY a.image_id, a.label_id
            """, project, predicted
        ) { row in
            let (image, count) = (try row.id(0), try row.int(2))
            guard let place = places[try row.id(1)] else { return }
            let (known, best) = (most[image] ?? 0, classes.byImage[image] ?? .max)
            guard count > known || (count == known && place < best) else { return }
            most[image] = count
            classes.byImage[image] = place
        }
        return classes
    }

    /// Groups of a batch, largest first.
    private static func groups(_ connection: Connection, _ project: ID, _ batch: ID?) throws -> MapClasses {
        let newest = "SELECT id FROM batches WHERE project_id = $1 ORDER BY id DESC LIMIT 1"
        guard let id = try batch ?? connection.first(newest, project, map: { try $0.id(0) }),
            try connection.exists("SELECT 1 FROM batches WHERE id = $1 AND project_id = $2", id, project)
        else { throw FoveaError.notFound("The batch") }
        var members: [String: [ID]] = [:]
        try connection.forEach("SELECT image_id, group_label FROM batch_images WHERE batch_id = $1 AND group_label IS NOT NULL", id) { row in
            members[try row.text(1), default: []].append(try row.id(0))
        }
        var classes = MapClasses(entries: [], otherwise: "In no group")
        for (name, images) in members.sorted(by: { (-$0.value.count, $0.key) < (-$1.value.count, $1.key) }) {
            for image in images { classes.byImage[image] = classes.entries.count }
            classes.entries.append(MapClass(name: name, value: name))
        }
        return classes
    }

    /// - Parameter column: of `images`.
    private static func column(
        _ connection: Connection, _ project: ID, _ column: String, _ names: [(String, String)], otherwise: String
    ) throws -> MapClasses {
        var classes = MapClasses(entries: names.map { MapClass(name: $0.0, value: $0.1) }, otherwise: otherwise)
        let places = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1.1, $0) })
        try connection.forEach("SELECT id, \(column) FROM images WHERE project_id = $1 AND deleted_at IS NULL", project) { row in
            classes.byImage[try row.id(0)] = places[try row.text(1)]
        }
        return classes
    }
}
