import Core
import Database

extension ImageStore {
    /// Those of a project's images with these ids that are not in the bin, in no order.
    public static func living(_ connection: Connection, _ ids: [ID], projectID: ID) throws -> [Image] {
        guard !ids.isEmpty else { return [] }
        let isNamed = connection.dialect.contains("i.id", "$1", .idList)
        var images = try connection.query(
            """
            SELECT \(columns) FROM images i WHERE \(isNamed) AND \(connection.dialect.aside("i.project_id")) = $2
            AND i.deleted_at IS NULL
            """, ids, projectID, map: read)
        let tags = try tags(connection, of: images.map(\.id))
        for index in images.indices { images[index].tagIDs = tags[images[index].id] ?? [] }
        return images
    }
}
