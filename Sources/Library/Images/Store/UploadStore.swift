import Core
import Database
import ObjectStorage

/// SQL of uploads that go straight to the store.
enum UploadStore {
    struct Upload: Sendable {
        var id: ID
        var projectID: ID
        var filename: String
        var size: Int64
        var userID: ID
        /// Set once it is complete: the image that it became or that was there already.
        var imageID: ID?
    }

    static func insert(_ connection: Connection, _ files: [(id: ID, file: AnnouncedFile)], projectID: ID, userID: ID, at now: Timestamp) throws {
        try connection.executeMany(
            """
            INSERT INTO image_uploads (image_id, project_id, filename, size_bytes, staging, user_id, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            """,
            files.map { id, file in
                [
                    .id(id), .id(projectID), .text(Filename.clean(file.filename)), .integer(file.size),
                    .text(StagingKey(id).description), .id(userID), now.sqlValue,
                ]
            })
    }

    static func find(_ connection: Connection, _ id: ID) throws -> Upload? {
        try connection.first(
            "SELECT image_id, project_id, filename, size_bytes, user_id, completed_image_id FROM image_uploads WHERE image_id = $1", id
        ) { row in
            Upload(
                id: try row.id(0), projectID: try row.id(1), filename: try row.text(2), size: try row.int64(3),
                userID: try row.id(4), imageID: try row.optionalID(5))
        }
    }

    static func complete(_ connection: Connection, _ id: ID, imageID: ID) throws {
        try connection.execute("UPDATE image_uploads SET completed_image_id = $2 WHERE image_id = $1", id, imageID)
    }
}
