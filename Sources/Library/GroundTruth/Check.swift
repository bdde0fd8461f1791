import Core
import Database

/// An image of the ground truth that somebody is to label blind, in a layer of their own.
struct Check {
    var imageID: ID
    var layerID: ID
}

enum Checks {
    /// Makes layers for up to `count` images of the project's ground truth, chosen at random among those that this person has not
    /// been given before.
    static func make(_ connection: Connection, _ projectID: ID, for userID: ID, count: Int, at now: Timestamp) throws -> [Check] {
        guard count > 0 else { return [] }
        let candidates = try connection.query(
            """
            SELECT t.image_id FROM layers t JOIN images i ON i.id = t.image_id
            WHERE t.project_id = $1 AND t.kind = 'truth' AND i.deleted_at IS NULL AND NOT EXISTS (
                SELECT 1 FROM layers c WHERE c.image_id = t.image_id AND c.user_id = $2 AND c.kind = 'check' AND c.set_id IS NULL)
            """, projectID, userID
        ) { try $0.id(0) }
        let checks = candidates.shuffled().prefix(count).map { Check(imageID: $0, layerID: .make(at: now)) }
        let layers = checks.map { LayerStore.New(id: $0.layerID, imageID: $0.imageID, userID: userID, setID: nil, kind: .check) }
        try LayerStore.insert(connection, layers, projectID: projectID, at: now)
        return checks
    }
}
