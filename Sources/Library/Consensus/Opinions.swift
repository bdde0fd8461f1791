import Agreement
import Core
import Database
import Geometry

/// What people said in their finished layers, as a report needs it.
struct Opinions: Sendable {
    struct Picture: Sendable {
        var setID: ID
        var imageID: ID
        var filename: String
        var size: PixelSize
        var mergedAt: Timestamp?
        /// By who made it; finished layers alone.
        var layers: [ID: [LabelledShape]] = [:]
    }

    var pictures: [Picture] = []
    var names: [ID: String] = [:]
    var labels: [Label] = []

    /// - Parameters:
    ///   - only: one set; all of the project's when nil.
    ///   - mayCompare: whether the caller may see a set's layers.
    static func load(_ connection: Connection, _ projectID: ID, only: ID?, mayCompare: (ID) throws -> Bool) throws -> Opinions {
        var opinions = Opinions()
        opinions.labels = try LabelStore.ofProject(connection, projectID)
        let sets = try connection.query("SELECT id FROM consensus_sets WHERE project_id = $1 ORDER BY id DESC LIMIT 100", projectID) { try $0.id(0) }
        for set in sets where try (only == nil || only == set) && mayCompare(set) { try opinions.add(connection, set) }
        return opinions
    }

    private mutating func add(_ connection: Connection, _ setID: ID) throws {
        var places: [ID: Int] = [:]
        try connection.forEach(
            """
            SELECT i.id, i.filename, i.width, i.height, c.merged_at FROM consensus_images c JOIN images i ON i.id = c.image_id
            WHERE c.set_id = $1 AND i.deleted_at IS NULL ORDER BY i.filename, i.id
            """, setID
        ) { row in
            places[try row.id(0)] = pictures.count
            pictures.append(
                Picture(
                    setID: setID, imageID: try row.id(0), filename: try row.text(1),
                    size: PixelSize(width: try row.int(2), height: try row.int(3)), mergedAt: try row.optionalTime(4)))
        }
        var owners: [ID: (picture: Int, user: ID)] = [:]
        try connection.forEach(
            """
            SELECT l.id, l.image_id, l.user_id, u.username FROM layers l JOIN users u ON u.id = l.user_id
            WHERE l.set_id = $1 AND l.status = 'DONE'
            """, setID
        ) { row in
            guard let picture = places[try row.id(1)] else { return }
            let user = try row.id(2)
            owners[try row.id(0)] = (picture, user)
            names[user] = try row.text(3)
            pictures[picture].layers[user] = []
        }
        try connection.forEach(
            """
            SELECT a.layer_id, a.label_id, a.geometry FROM layers l JOIN layer_annotations a ON a.layer_id = l.id
            WHERE l.set_id = $1 AND l.status = 'DONE' AND a.deleted_at IS NULL ORDER BY a.created_at, a.id
            """, setID
        ) { row in
            guard let owner = owners[try row.id(0)] else { return }
            let shape = LabelledShape(label: try row.id(1), geometry: try Geometry(text: try row.text(2)))
            pictures[owner.picture].layers[owner.user, default: []].append(shape)
        }
    }
}
