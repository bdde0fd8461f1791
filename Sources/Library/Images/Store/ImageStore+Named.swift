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

    /// Ids of a project's images that match, whatever their order.
    public static func ids(_ connection: Connection, matching query: ImageListQuery, projectID: ID) throws -> [ID] {
        let (condition, values) = matching(connection.dialect, projectID, query)
        return try connection.query("SELECT i.id FROM images i WHERE \(condition) ORDER BY i.id", values: values) { try $0.id(0) }
    }
}
