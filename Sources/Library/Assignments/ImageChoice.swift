import Core
import Database
import HTTPServer

/// Which images of a project are meant: those named, or the first so many that a filter finds.
public struct ImageChoice: WireInput {
    public var imageIDs: [ID]?
    public var filter: ImageListQuery?
    public var count: Int?

    public init() {}
    public static let fields = Fields<Self>(
        "ImageChoice",
        Field("image_ids", \.imageIDs, .bulk, .unique),
        Field("filter", \.filter, "As in the list of images; its limit and cursor count for nothing."),
        Field("count", \.count, .range(1...10_000), "How many that the filter finds, in its order.")
    ) { choice, path, problems in
        switch (choice.imageIDs, choice.count) {
        case (nil, nil): problems.add(path.member("image_ids"), "or count is required")
        case (.some, .some): problems.add(path.member("count"), "cannot be given along with image_ids")
        case (.some, nil): if choice.filter != nil { problems.add(path.member("filter"), "cannot be given along with image_ids") }
        case (nil, .some): break
        }
    }

    /// The ids, in order. Throws `invalid` naming each that is no living image of the project.
    func resolve(_ connection: Connection, _ projectID: ID, unassigned: Bool = false) throws -> [ID] {
        if let imageIDs { return try Self.checked(connection, projectID, imageIDs) }
        var query = filter ?? ImageListQuery()
        query.bin = false
        query.cursor = nil
        if unassigned { query.assigned = false }
        query.limit = (count ?? 0) - 1  // the statement asks for one more
        let (sql, values) = try ImageStore.pageStatement(connection.dialect, .project(projectID), query)
        return try connection.query(sql, values: values) { try $0.id(0) }
    }

    private static func checked(_ connection: Connection, _ projectID: ID, _ ids: [ID]) throws -> [ID] {
        let isNamed = connection.dialect.contains("id", "$1", .idList)
        let there = Set(
            try connection.query("SELECT id FROM images WHERE \(isNamed) AND project_id = $2 AND deleted_at IS NULL", ids, projectID) {
                try $0.id(0)
            })
        let faults = ids.enumerated().filter { !there.contains($1) }.prefix(100).map { index, _ in
            FoveaError.Field("image_ids[\(index)]", "is no image of this project")
        }
        guard faults.isEmpty else { throw FoveaError.invalid(Array(faults)) }
        return ids
    }
}
