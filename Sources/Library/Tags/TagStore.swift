import Core
import Database

/// SQL of tags.
enum TagStore {
    private static let columns =
        """
        t.id, t.project_id, t.name, t.color, (SELECT count(*) FROM image_tags i WHERE i.tag_id = t.id)
        """

    private static func read(_ row: Row) throws -> Tag {
        var read = row.reader()
        return Tag(
            id: try read.id(), projectID: try read.id(), name: try read.text(), color: try read.text(), imageCount: try read.int())
    }

    static func ofProject(_ connection: Connection, _ projectID: ID) throws -> [Tag] {
        try connection.query("SELECT \(columns) FROM tags t WHERE t.project_id = $1 ORDER BY t.name, t.id", projectID, map: read)
    }

    static func find(_ connection: Connection, _ id: ID) throws -> Tag? {
        try connection.first("SELECT \(columns) FROM tags t WHERE t.id = $1", id, map: read)
    }

    static func create(_ connection: Connection, _ projectID: ID, _ body: TagBody, at now: Timestamp) throws -> Tag {
        let count = try connection.integer("SELECT count(*) FROM tags WHERE project_id = $1", projectID) ?? 0
        let tag = Tag(
            id: .make(at: now), projectID: projectID, name: body.name,
            color: body.color?.lowercased() ?? LabelPalette.color(count), imageCount: 0)
        try unlessTaken(tag.name) {
            try connection.execute(
                "INSERT INTO tags (id, project_id, name, color) VALUES ($1, $2, $3, $4)", tag.id, projectID, tag.name, tag.color)
        }
        return tag
    }

    static func update(_ connection: Connection, _ tag: Tag, _ patch: TagPatch) throws {
        try unlessTaken(patch.name ?? tag.name) {
            try connection.execute(
                "UPDATE tags SET name = $2, color = $3 WHERE id = $1", tag.id, patch.name ?? tag.name,
                patch.color?.lowercased() ?? tag.color)
        }
    }

    static func delete(_ connection: Connection, _ id: ID) throws {
        try connection.execute("DELETE FROM image_tags WHERE tag_id = $1", id)
        try connection.execute("DELETE FROM tags WHERE id = $1", id)
    }

    /// Puts on and takes off; answers how many images were named that exist in the project. Tags or images of another
    /// project are refused by name.
    static func apply(_ connection: Connection, _ operations: TagOperations, projectID: ID) throws -> Int {
        try requireKnown(connection, add: operations.add, remove: operations.remove, projectID: projectID)
        let images = connection.dialect.contains("id", "$1", .idList)
        for tag in operations.remove {
            let isNamed = connection.dialect.contains("image_id", "$1", .idList)
            try connection.execute("DELETE FROM image_tags WHERE \(isNamed) AND tag_id = $2", operations.imageIDs, tag)
        }
        for tag in operations.add {
            try connection.execute(
                """
                INSERT INTO image_tags (image_id, tag_id) SELECT id, $2 FROM images WHERE \(images) AND \(connection.dialect.aside("project_id")) = $3
                ON CONFLICT DO NOTHING
                """, operations.imageIDs, tag, projectID)
        }
        return try connection.integer(
            "SELECT count(*) FROM images WHERE \(images) AND \(connection.dialect.aside("project_id")) = $2", operations.imageIDs, projectID)
            ?? 0
    }

    /// Throws `FoveaError.invalid` naming each tag that is not the project's.
    static func requireKnown(_ connection: Connection, add: [ID], remove: [ID], projectID: ID) throws {
        let known = Set(try existing(connection, add + remove, projectID: projectID))
        try refuseUnknown(add, known, "add")
        try refuseUnknown(remove, known, "remove")
    }

    /// Which of `ids` are tags of the project.
    static func existing(_ connection: Connection, _ ids: [ID], projectID: ID) throws -> [ID] {
        let named = connection.dialect.contains("id", "$1", .idList)
        return try connection.query("SELECT id FROM tags WHERE \(named) AND project_id = $2", ids, projectID) { try $0.id(0) }
    }

    /// Puts `other` where `tag` is, and deletes `tag`.
    static func merge(_ connection: Connection, _ tag: Tag, into other: Tag) throws {
        try connection.execute(
            "INSERT INTO image_tags (image_id, tag_id) SELECT image_id, $2 FROM image_tags WHERE tag_id = $1 ON CONFLICT DO NOTHING", tag.id,
            other.id)
        try delete(connection, tag.id)
    }

    private static func refuseUnknown(_ ids: [ID], _ known: Set<ID>, _ field: String) throws {
        let faults = ids.enumerated().filter { !known.contains($1) }
        guard faults.isEmpty else {
            throw FoveaError.invalid(faults.map { .init("\(field)[\($0.offset)]", "is no tag of this project") })
        }
    }

    private static func unlessTaken(_ name: String, _ body: () throws -> Void) throws {
        do { try body() } catch let error as DatabaseError {
            guard case .uniqueViolation = error.kind else { throw error }
            throw FoveaError(
                .conflict, "The project has a tag \"\(name)\" already.", fields: [.init("name", "is taken in this project")])
        }
    }
}
